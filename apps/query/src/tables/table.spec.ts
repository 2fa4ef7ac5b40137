import { shangrao } from '../../../../libs/report/test/shangrao';
import { type Answer, Unknown } from '../http/answer';
import { asPieces } from '../http/pieces';
import { GetTable, tableAnswerOf } from './get-table';
import { tableAnswer } from './table-answer';
import { tableQuery } from './table-request';

const at = { division: '361100', unit: '126001', year: 2024 };
const current = shangrao(2024);
const standing = {
  position: '3:41',
  revision: 17,
  basis: '361100/126@17',
  recordedAt: '2024-06-30T10:00:00.000Z',
  readModel: 'v1',
};
const stood = { position: '3:41', revision: 17, versions: { layout: 'l', chart: 'c' } };
const reading = { standing, stood, current, prior: undefined };

function answerTo(query: object, table: 3 | 10 = 3, of = reading): Answer | Unknown {
  return tableAnswerOf(new GetTable({ ...at, table }, tableQuery.parse(query)), of);
}

function answered(query: object): Answer {
  const answer = answerTo(query);
  if (answer instanceof Unknown) throw new Error(answer.detail.en);
  return answer;
}

describe('a statutory table', () => {
  it('is answered as its schema says, with what it stands on', () => {
    const json = answered({}).json();
    expect(tableAnswer.safeParse(json).error).toBeUndefined();
    expect(json).toMatchObject({ table: '3', year: 2024, ...stood });
  });

  it('has the same figures as CSV and on its page', () => {
    const { json, csv, html } = answered({});
    const { rows } = tableAnswer.parse(json());
    const figure = rows.at(0)?.find((cell) => /^\d+\.\d\d$/.test(cell)) ?? 'none';
    expect([...asPieces(csv?.() ?? '')].join('')).toContain(figure);
    expect([...asPieces(html?.() ?? '')].join('')).toContain(figure);
  });

  it('says which version it is wherever it is not the current one', () => {
    const { file, label, csv, html } = answered({ asOf: '17' });
    expect([file, label]).toEqual(['126001-2024-table-3', '截至第 17 版的历史版本']);
    expect([...asPieces(csv?.() ?? '')].join('')).toContain('截至第 17 版的历史版本');
    expect([...asPieces(html?.() ?? '')].join('')).toContain('历史版本');
    expect(answered({}).label).toBe('');
  });

  it('is unknown where the place does not publish it', () => {
    const ofUnit = { ...reading, current: { ...current, subject: { ...current.subject, level: 'unit' as const } } };
    expect(answerTo({}, 10)).not.toBeInstanceOf(Unknown);
    expect(answerTo({}, 10, ofUnit)).toBeInstanceOf(Unknown);
  });
});

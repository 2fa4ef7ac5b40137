import { shangrao } from '../../../../libs/report/test/shangrao';
import { comparisonAnswer } from './comparison-answer';
import { comparisonQuery } from './comparison-request';
import { comparisonAnswerOf, GetComparison } from './get-comparison';

const at = { division: '361100', unit: '126001', year: 2024 };
const reading = {
  standing: {
    position: '3:41',
    revision: 17,
    basis: '361100/126@17',
    recordedAt: '2024-06-30T10:00:00.000Z',
    readModel: 'v1',
  },
  stood: { position: '3:41', revision: 17, versions: { layout: 'l', chart: 'c' } },
  current: shangrao(2024),
  prior: shangrao(2023),
};
const asking = (query: object) => new GetComparison(at, comparisonQuery.parse(query));

describe('the published comparison', () => {
  it('is answered as its schema says, and unknown years are null', () => {
    const { json } = comparisonAnswerOf(asking({}), reading);
    expect(comparisonAnswer.parse(json())).toMatchObject({ year: 2024, priorYear: 2023 });
    const alone = comparisonAnswerOf(asking({}), { ...reading, prior: undefined });
    expect(comparisonAnswer.parse(alone.json()).measures.every(({ prior }) => prior === null)).toBe(true);
  });

  it('says in its file which version it is of', () => {
    const { csv, file, label } = comparisonAnswerOf(asking({ measure: 'original' }), reading);
    expect(file).toBe('126001-2024-comparison');
    expect(label).not.toBe('');
    expect(csv?.()).toContain(label);
  });
});

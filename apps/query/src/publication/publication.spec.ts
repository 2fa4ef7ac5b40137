import { shangrao } from '../../../../libs/report/test/shangrao';
import { asPieces } from '../http/pieces';
import { explanationAnswer } from './explanation-answer';
import { explanationAnswerOf, GetExplanation } from './get-explanation';
import { GetPublication, publicationAnswerOf } from './get-publication';
import { publicationAnswer } from './publication-answer';
import { explanationQuery, publicationQuery } from './publication-request';

const at = { division: '361100', department: '126', year: 2024 };
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

describe('what a place publishes', () => {
  const publication = publicationAnswerOf(new GetPublication(at, publicationQuery.parse({})), reading);
  const explanation = explanationAnswerOf(new GetExplanation(at, explanationQuery.parse({})), reading);

  it('is answered as its schemas say', () => {
    expect(publicationAnswer.safeParse(publication.json()).error).toBeUndefined();
    expect(explanationAnswer.safeParse(explanation.json()).error).toBeUndefined();
  });

  it('explains itself in the same words alone and in the whole', () => {
    const { sections } = explanationAnswer.parse(explanation.json());
    expect(publicationAnswer.parse(publication.json()).explanation.sections).toEqual(sections);
    const sentence = sections.flatMap(({ paragraphs }) => paragraphs.flat()).at(0)?.text ?? 'none';
    expect(explanation.text?.()).toContain(sentence);
    expect([...asPieces(publication.html?.() ?? '')].join('')).toContain(sentence);
  });

  it('has a file name of its own', () => {
    expect([publication.file, explanation.file]).toEqual([
      '361100-126-2024-publication',
      '361100-126-2024-explanation',
    ]);
  });

  it('says which version it is', () => {
    const original = publicationAnswerOf(new GetPublication(at, publicationQuery.parse({ asOf: '3:41' })), reading);
    expect(original.label).toBe('截至位置 3:41的历史版本');
  });
});

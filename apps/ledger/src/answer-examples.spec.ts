import { batchAnswerSchema, problemSchema, receiptSchema, trialSchema } from '#wire';

import { answerExamples } from './answer-examples';

const { recorded, trial, refused, invalid, batch } = answerExamples();

it.each([
  ['a receipt', receiptSchema, recorded],
  ['a dry run', trialSchema, trial],
  ['a refusal', problemSchema, refused],
  ['what is no command', problemSchema, invalid],
  ['a batch', batchAnswerSchema, batch],
] as const)('the example of %s is one', (_, schema, example) => {
  const sent: unknown = JSON.parse(JSON.stringify(example));
  expect(schema.parse(sent)).toEqual(sent);
});

it('the examples are told apart by their codes', () => {
  expect([refused, invalid]).toMatchObject([{ code: 'unit-not-registered' }, { code: 'invalid-request' }]);
});

import { batchAnswerSchema, problemSchema, receiptSchema, trialSchema } from '#wire';

import { answerExamples } from './answer-examples';

const { recorded, trial, refused, invalid, batch, noBatch, reused, elsewhere, overloaded, unknownFate } =
  answerExamples();

it.each([
  ['a receipt', receiptSchema, recorded],
  ['a dry run', trialSchema, trial],
  ['a refusal', problemSchema, refused],
  ['what is no command', problemSchema, invalid],
  ['what is no batch', problemSchema, noBatch],
  ['an id that was used before', problemSchema, reused],
  ['a stream at another revision', problemSchema, elsewhere],
  ['a full queue', problemSchema, overloaded],
  ['a fate that is not known', problemSchema, unknownFate],
  ['a batch', batchAnswerSchema, batch],
] as const)('the example of %s is one', (_, schema, example) => {
  const sent: unknown = JSON.parse(JSON.stringify(example));
  expect(schema.parse(sent)).toEqual(sent);
});

it('the examples are told apart by their codes', () => {
  expect([refused, invalid, noBatch, reused, elsewhere, overloaded, unknownFate]).toMatchObject([
    { status: 422, code: 'unit-not-registered' },
    { status: 400, code: 'invalid-request' },
    { status: 400, code: 'invalid-request' },
    { status: 409, code: 'command-id-reused' },
    { status: 412, code: 'wrong-revision' },
    { status: 503, code: 'overloaded' },
    { status: 504, code: 'fate-unknown' },
  ]);
});

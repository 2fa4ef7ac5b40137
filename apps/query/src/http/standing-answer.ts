import { z } from 'zod';

/** What every answer says of where it stands. */
export const position = z.string().meta({
  description: 'The newest record of the log that the answer stands on, as partition:offset',
  example: '3:41',
});
/** Read by problems as well: what is not found may be what a stopped stream keeps back. */
export const stopped = z
  .array(
    z.strictObject({
      stream: z.string().meta({ example: '361100/126' }),
      revision: z.int().meta({ description: 'The newest revision that is shown' }),
      position: z
        .string()
        .meta({ description: 'partition:offset of the record that could not be read', example: '3:41' }),
      reason: z.string(),
    }),
  )
  .optional()
  .meta({
    description:
      'Streams behind this answer whose projection waits for an operator: what they recorded afterwards is not in it',
  });
const answeredFrom = z.literal('log').optional().meta({
  description:
    '报表数据不含该年度的变动历史，答复由日志取回的历史作出，因而较慢；其余与平常相同。 The tables have left out the history of a year that is asked about, and the answer was made from the log, which takes longer; otherwise it is the same',
});
const limitedTo = z.literal('rights').optional().meta({
  description:
    '清单只含你有权查阅的部分；其余是否存在，答复不作说明。 The list holds only what you may read of what you asked for; whether there is anything else is not said',
});
/** What an answer of one stream stands on; a division has many, and its answers name the position alone. */
export const stood = {
  position,
  revision: z.int().optional().meta({ description: 'The newest event that counts; absent for a division' }),
  effectiveOn: z.iso.date().optional().meta({ description: 'As asked: without what takes effect later' }),
  answeredFrom,
  limitedTo,
  stopped,
};
export const made = {
  ...stood,
  versions: z.strictObject({ layout: z.string(), chart: z.string() }).meta({
    description: 'The same question as of the same position gives the same bytes, as long as these are the same',
  }),
};

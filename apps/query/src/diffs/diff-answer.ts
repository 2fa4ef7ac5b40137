import { SCHEMA_NAMES } from '#wire';
import { z } from 'zod';

import { cellBasis } from '../cells/cell-answer';
import { codeAndName, keyAndName, next, wan, yuan } from '../http/answer-parts';
import { made, position, stood } from '../http/standing-answer';
import { eventName } from '../reading/event-name-answer';

const tableFigures = z
  .strictObject({
    title: z.string(),
    unit: codeAndName,
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    addresses: z.array(z.array(z.string())),
  })
  .register(SCHEMA_NAMES, { id: 'TableFigures' });
const diffSide = z
  .strictObject({ ...stood, position: position.nullable(), table: tableFigures.nullable() })
  .register(SCHEMA_NAMES, { id: 'DiffSide' });
export const diffAnswer = z
  .strictObject({
    ...cellBasis,
    from: diffSide.meta({ description: 'The earlier version; all null where nothing was known by then' }),
    to: diffSide,
    changes: z.array(
      z.strictObject({
        row: keyAndName,
        column: keyAndName,
        from: z.string(),
        to: z.string(),
        change: wan,
        fromYuan: yuan,
        toYuan: yuan,
        changeYuan: yuan,
        events: z.array(eventName.extend({ amountYuan: yuan })).meta({ description: 'The largest first' }),
        otherEvents: z.strictObject({ count: z.int(), amountYuan: yuan }),
      }),
    ),
    next,
    ...made,
  })
  .meta({ title: 'TableDiff' })
  .register(SCHEMA_NAMES, { id: 'TableDiff' });

import { z } from 'zod';

import { commandId, date, department, division, documentNumber, expectedRevision, paragraph, sha256 } from './fields';

/** The most lines that one command may hold, on each side where it has two; more is answered 400 with this figure. */
export const MAX_LINES = 5_000;
export const basis = {
  commandId,
  division,
  department,
  documentNumber,
  effectiveDate: date,
  reason: paragraph.optional(),
  attachmentSha256: sha256.optional(),
  confirmFiscalYear: z.literal(true).optional(),
  expectedRevision: expectedRevision.optional(),
  dryRun: z.boolean().optional(),
};

export const lines = <T extends z.ZodType>(line: T): z.ZodArray<T> => z.array(line).min(1).max(MAX_LINES);

import type { Command } from '#domain';
import type { z } from 'zod';

import { holdsOtherForm, readAsSent } from './as-sent';
import { commandSchema } from './command-schema';
import { fieldReason } from './field-reason';

/** A place in the input that does not fit, with what was expected there. */
export interface FieldError {
  field: string;
  /** Chinese first, as `中文。 English`. */
  message: string;
}

export type ParsedCommand =
  /** A command that is only to be tried is the same command. */
  ({ ok: true; command: Command; dryRun: boolean } | { ok: false; errors: FieldError[] }) & {
    /** With texts that are refused or normalised today, where an earlier version of this program would have taken them as they are. */
    asSent?: { command: Command; dryRun: boolean; unclean: string[] };
  };

/** Reads a command from untrusted JSON. At most twenty errors are named, so that an answer stays readable. */
export function parseCommand(input: unknown): ParsedCommand {
  const parsed = commandSchema.safeParse(input);
  const issues = parsed.error?.issues ?? [];
  const asSent = !parsed.success || holdsOtherForm(input) ? readAsSent(commandSchema, input, issues) : undefined;
  const besides = asSent === undefined ? {} : { asSent: { ...splitOff(asSent.data), unclean: asSent.unclean } };
  if (parsed.success) return { ok: true, ...splitOff(parsed.data), ...besides };
  const errors = issues.slice(0, 20).map((issue) => fieldErrorOf(issue, input));
  return { ok: false, errors, ...besides };
}

function splitOff({ dryRun = false, ...command }: z.output<typeof commandSchema>): {
  command: Command;
  dryRun: boolean;
} {
  return { command, dryRun };
}

/** Names and messages are told as far as a person would read them: a sender may make either as long as a request. */
function fieldErrorOf(issue: z.core.$ZodIssue, input: unknown): FieldError {
  const { zh, en } = fieldReason(issue, undefined, input);
  return { field: fieldOf(issue).slice(0, 200), message: `${zh}。 ${en}`.slice(0, 500) };
}

/** `lines[2].amountYuan`; an unknown field is named itself and not the object that holds it. */
function fieldOf(issue: z.core.$ZodIssue): string {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  return path.reduce<string>((field, part) => {
    if (typeof part === 'number') return `${field}[${part}]`;
    return field === '' ? String(part) : `${field}.${String(part)}`;
  }, '');
}

import { createHash } from 'node:crypto';

import { fenOf } from '#domain';
import { ConfigError } from '#platform';
import { fieldReason } from '#wire';
import { z } from 'zod';

import { COMMAND_KINDS } from './command-kinds';
import { type Grant, ROLES } from './may';
import type { Principal } from './principal';

const name = z.string().min(1).max(200);
const some = <T extends z.ZodType>(item: T): z.ZodOptional<z.ZodArray<T>> =>
  z.array(item).min(1).max(10_000).optional();
const year = z.int().min(1_000).max(9_999);

/** Whom a grant is for. A name counts only together with the way by which it is known: names of different ways may be the same. */
const to = z.union([
  z.strictObject({ token: name }),
  z.strictObject({ key: name }),
  z.strictObject({ certificate: name }),
  z.strictObject({ subject: name }),
  z.strictObject({ group: name }),
  z.strictObject({ claim: name, value: name }),
]);

const grantSchema = z.strictObject({
  to,
  role: z.enum(ROLES),
  divisions: some(z.string().regex(/^\d{6}$/, '应为六位数字。 must be six digits')),
  departments: some(z.string().regex(/^\d{3}$/, '应为三位数字。 must be three digits')),
  units: some(z.string().regex(/^\d{3,6}$/, '应为单位编码。 must be the code of a unit')),
  years: z.strictObject({ from: year.optional(), to: year.optional() }).optional(),
  commands: some(z.enum(COMMAND_KINDS)),
  upToYuan: z
    .string()
    .regex(
      /^\d{1,15}(\.\d{1,2})?$/,
      '应为以元计的金额，如 "1000000.00"。 must be an amount in yuan such as "1000000.00"',
    )
    .optional(),
});
const fileSchema = z.strictObject({
  /** Whom to ask for a right that is missing. */
  ask: z.string().min(1).max(500),
  grants: z.array(grantSchema).max(100_000),
});

type Whom = z.output<typeof to>;

/** Who may do what, as one file says it. */
export interface RightsFile {
  /** SHA-256 of its bytes, by which events name it. */
  sha256: string;
  ask: string;
  grants: readonly { to: Whom; grant: Grant }[];
}

/** Throws ConfigError with the place that is wrong. */
export function rightsIn(text: string): RightsFile {
  const parsed = fileSchema.safeParse(jsonIn(text), { reportInput: true });
  if (!parsed.success) {
    const [issue] = parsed.error.issues as [z.core.$ZodIssue];
    const { zh, en } = fieldReason(issue, {});
    const where = issue.path.length === 0 ? '' : ` ${issue.path.join('.')}`;
    throw new ConfigError(`权限文件${where} ${zh}。 The file of rights,${where}: ${en}.`);
  }
  const { ask, grants } = parsed.data;
  return {
    sha256: createHash('sha256').update(text).digest('hex'),
    ask,
    grants: grants.map(({ to: whom, upToYuan, ...grant }) => ({
      to: whom,
      grant: { ...grant, ...(upToYuan === undefined ? {} : { upToFen: fenOf(upToYuan) }) },
    })),
  };
}

/** The grants of somebody, whoever of the ways, groups and claims they come by. */
export function grantsOf({ grants }: Pick<RightsFile, 'grants'>, principal: Principal): Grant[] {
  return grants.filter((each) => isFor(each.to, principal)).map(({ grant }) => grant);
}

function isFor(whom: Whom, { actor, identified, groups, claims }: Principal): boolean {
  if ('token' in whom) return identified.by === 'token' && actor === whom.token;
  if ('key' in whom) return identified.by === 'key' && actor === whom.key;
  if ('certificate' in whom) return identified.by === 'mtls' && actor === whom.certificate;
  if ('subject' in whom) return identified.by === 'oidc' && identified.subject === whom.subject;
  if ('group' in whom) return groups.includes(whom.group);
  // What nobody but an issuer says of somebody is theirs; a key's own token would grant it to itself.
  if (identified.by !== 'oidc') return false;
  const value = Object.hasOwn(claims, whom.claim) ? claims[whom.claim] : undefined;
  return value === whom.value || (Array.isArray(value) && value.includes(whom.value));
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`权限文件不是合法的 JSON。 The file of rights is no JSON: ${(error as Error).message}.`);
  }
}

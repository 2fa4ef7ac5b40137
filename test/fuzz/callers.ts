import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { tokenLine } from '#access';

import type { Draw } from '../../libs/domain/test/draw';
import { knownCallers } from '../support/callers';

/** The department that those with limits may see. */
export const OWN = '127';
/** What units are called whose department those with limits may not see: wherever it stands, somebody was told of it. */
export const SECRET_NAME = '他部门单位';
const LIMITS = { departments: [OWN] };

/** Who sends: what each is granted, and how often it sends. `all` has every right that there is, and only it is taken for granted below. */
export const CALLERS = {
  all: { roles: ['poster', 'auditor', 'operator', 'steward'], limits: {}, weight: 10 },
  poster: { roles: ['poster'], limits: LIMITS, weight: 2 },
  approver: { roles: ['approver'], limits: LIMITS, weight: 2 },
  reader: { roles: ['reader'], limits: LIMITS, weight: 2 },
  auditor: { roles: ['auditor'], limits: {}, weight: 1 },
  operator: { roles: ['operator'], limits: {}, weight: 1 },
  steward: { roles: ['steward'], limits: {}, weight: 1 },
  'somebody without a grant': { roles: [], limits: {}, weight: 1 },
  stranger: { roles: undefined, limits: {}, weight: 1 },
  nobody: { roles: undefined, limits: {}, weight: 1 },
} as const;
export type Caller = keyof typeof CALLERS;

const NAMES = Object.keys(CALLERS) as Caller[];
const OFTEN = NAMES.flatMap((name) => new Array<Caller>(CALLERS[name].weight).fill(name)) as [Caller, ...Caller[]];

export function callerOf(draw: Draw): Caller {
  return draw.of(OFTEN);
}

const tokenOf = (name: Caller): string => `a-token-of-${Buffer.from(name).toString('hex')}`;
export const TOKEN = tokenOf('all');

/** What a request says of who sends it. */
export function headersOf(name: Caller): Record<string, string> {
  return name === 'nobody' ? {} : { authorization: `Bearer ${tokenOf(name)}` };
}

/** The variables by which the services know all of them but the stranger; `fuzz` signs what goes through Kafka. */
export function callersEnv(folder: string): Record<string, string> {
  const known = knownCallers({ fuzz: 'a-token-of-who-signs' });
  const lines = NAMES.flatMap((name) =>
    CALLERS[name].roles === undefined ? [] : [`${tokenLine(tokenOf(name), name)}\n`],
  );
  const file = JSON.parse(readFileSync(known['ACCESS_FILE'] ?? '', 'utf8')) as { ask: string; grants: object[] };
  const grants = NAMES.flatMap((name) =>
    (CALLERS[name].roles ?? []).map((role) => ({ to: { token: name }, role, ...CALLERS[name].limits })),
  );
  const written = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  return {
    ...known,
    LEDGER_TOKENS_FILE: written(
      'tokens',
      `${readFileSync(known['LEDGER_TOKENS_FILE'] ?? '', 'utf8')}${lines.join('')}`,
    ),
    ACCESS_FILE: written('access.json', JSON.stringify({ ...file, grants: [...file.grants, ...grants] })),
  };
}

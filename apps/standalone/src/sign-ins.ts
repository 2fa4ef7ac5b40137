import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { newToken, tokenLine } from '#access';

/** Somebody of this data folder, and how they sign in. */
interface SignIn {
  actor: string;
  /** Sent as it is, or to the issuer as the secret of their client. */
  token: string;
  /** What they may, for who reads it. */
  may: string;
}

/** Somebody whom the issuer of this data folder knows too. */
interface Person extends SignIn {
  id: string;
  groups: string[];
}

/** Who there is in the data folder, and the files by which its ledger knows them. */
export interface SignIns {
  /** Whoever starts the ledger here: it loads the sample. */
  own: Person;
  people: Person[];
  tokensFile: string;
  accessFile: string;
}

const SAMPLE = { divisions: ['361100'], departments: ['126'] };
/** Whoever starts a ledger on their own machine tries everything that the documentation shows. */
const OWN = {
  actor: '本机财政局',
  id: 'finance-bureau',
  roles: ['poster', 'auditor', 'operator'],
  may: '全部 everything',
};
const PEOPLE = [
  { actor: '张三', id: 'zhang-san', role: 'poster', limits: SAMPLE, may: '记账 poster, 361100/126' },
  {
    actor: '李四',
    id: 'li-si',
    role: 'poster',
    limits: { ...SAMPLE, upToYuan: '100000.00' },
    may: '记账 poster, 361100/126, 每笔不超过 up to 100000.00 元 yuan',
  },
  { actor: '王五', id: 'wang-wu', role: 'approver', limits: SAMPLE, may: '审批 approver, 361100/126' },
  { actor: '赵六', id: 'zhao-liu', role: 'approver', limits: SAMPLE, may: '审批 approver, 361100/126' },
  { actor: '孙敏', id: 'sun-min', role: 'auditor', limits: {}, may: '审计 auditor' },
  { actor: '周平', id: 'zhou-ping', role: 'reader', limits: SAMPLE, may: '查阅 reader, 361100/126' },
  { actor: '吴工', id: 'wu-gong', role: 'operator', limits: {}, may: '运维 operator' },
];

/** Tokens are made at the first start, and readable by their owner alone; the file of rights is the user's to change from then on. */
export function signInsOf(dataDir: string): SignIns {
  mkdirSync(dataDir, { recursive: true });
  const { actor, id, may } = OWN;
  const own = { actor, id, may, groups: [], token: kept(join(dataDir, 'token'), 0o600, newToken) };
  const texts = kept(join(dataDir, 'sign-ins.json'), 0o600, () => asText(PEOPLE.map(() => newToken())));
  const tokens = JSON.parse(texts) as string[];
  const people = PEOPLE.map(({ role, limits: _, ...person }, index) => {
    return { ...person, groups: [`${role}s`], token: tokens[index] ?? '' };
  });
  const tokensFile = join(dataDir, 'tokens.txt');
  writeFileSync(tokensFile, [own, ...people].map(({ actor, token }) => `${tokenLine(token, actor)}\n`).join(''));
  const accessFile = join(dataDir, 'access.json');
  kept(accessFile, 0o644, () => asText(rights()));
  return { own, people, tokensFile, accessFile };
}

function rights(): object {
  const ways = ({ actor, id }: { actor: string; id: string }) => [{ token: actor }, { subject: id }];
  const own = OWN.roles.flatMap((role) => ways(OWN).map((to) => ({ to, role })));
  const others = PEOPLE.flatMap((person) => ways(person).map((to) => ({ to, role: person.role, ...person.limits })));
  return { ask: `${OWN.actor}（access.json）`, grants: [...own, ...others] };
}

/** What stands in the file, or what it is made with. */
export function kept(file: string, mode: number, make: () => string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const made = make();
    writeFileSync(file, `${made}\n`, { mode, flag: 'wx' });
    return made;
  }
}

function asText(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

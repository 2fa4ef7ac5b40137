import { yuanOf } from '#domain';
import { Problem } from '#platform';

import { type Action, type Demand, type Grant, grantsFor, may, mayWrite, type ReadAction, rolesFor } from './may';
import type { Principal } from './principal';
import { grantsOf, type RightsFile } from './rights-file';
import { Scope } from './scope';
import { type AccessTrace, type Act, NO_TRACE, type Origin } from './trace/access-trace';
import { noteTold } from './trace/told';

/** What one caller may do, by the file as it stood when the request came: a request goes by one file from its beginning to its end. */
export class Permits {
  constructor(
    /** What is granted, for who asks what they may. */
    readonly grants: readonly Grant[],
    private readonly file: RightsFile | undefined,
    /** Hears of what was refused: what was asked for, of what, and the problem. */
    private readonly told: (refused: Pick<Act, 'action' | 'resource'>, problem: Problem) => void = () => undefined,
  ) {}

  /** By which events name the file. */
  get sha256(): string | undefined {
    return this.file?.sha256;
  }

  /** Whom to ask for a right. */
  get ask(): string | undefined {
    return this.file?.ask;
  }

  /** The problem of who may not do this: what is missing, and whom to ask for it. Undefined where they may. */
  refusal(action: Action, demands: readonly Demand[], about: Record<string, unknown>): Problem | undefined {
    const { may: isAllowed, missing } = may(this.grants, action, demands);
    return isAllowed ? undefined : this.lacking(action, missing, about);
  }

  /** The problem of who may post nothing at all, wherever it would be. */
  refusalOfPosting(): Problem | undefined {
    return mayWrite(this.grants, 'post') ? undefined : this.lacking('post', {});
  }

  /** Where all lies that may be read by an action: what lists are cut to. */
  scope(action: ReadAction): Scope {
    return new Scope(grantsFor(this.grants, action));
  }

  /** The problem of who lacks a right. */
  lacking(action: Action, missing: Demand | undefined, about: Record<string, unknown> = {}): Problem {
    const { ask } = this;
    const right = missing === undefined ? undefined : rightOf(action, missing);
    const whom = ask === undefined ? NO_FILE : { zh: `请联系：${ask}。`, en: `Ask ${ask}.` };
    const words = right === undefined ? { zh: '', en: '' } : inWords(right);
    const detail = { zh: `${words.zh}${whom.zh}`, en: `${words.en}${whom.en}` };
    const problem = new Problem('forbidden', detail, { ...about, missing: right, ask });
    this.told({ action, ...(right === undefined ? {} : { resource: placeIn(right) }) }, problem);
    return problem;
  }
}

/** Who may do what, as the file says at the moment. */
export class Rights {
  /** What the file grants somebody; a caller who comes again is the same object, and a file that has changed is another one. */
  private readonly granted = new WeakMap<Principal, { file: RightsFile; grants: readonly Grant[] }>();

  constructor(
    private readonly file: () => RightsFile | undefined,
    private readonly trace: AccessTrace = NO_TRACE,
  ) {}

  /** With where the caller comes from, what they are refused is traced where it is decided. */
  of(principal: Principal, origin?: Origin): Permits {
    const file = this.file();
    const grants = file === undefined ? [] : this.grantsOf(file, principal);
    if (origin === undefined) return new Permits(grants, file);
    const { actor, identified } = principal;
    return new Permits(grants, file, (refused, problem) => {
      this.trace.attempt({ ...origin, actor, how: identified.by, ...refused, code: problem.details.code });
      noteTold(problem);
    });
  }

  private grantsOf(file: RightsFile, principal: Principal): readonly Grant[] {
    const known = this.granted.get(principal);
    if (known?.file === file) return known.grants;
    const grants = grantsOf(file, principal);
    this.granted.set(principal, { file, grants });
    return grants;
  }
}

const NO_FILE = {
  zh: '本账本未设权限文件（ACCESS_FILE），谁也不能记账或查阅。',
  en: 'No file of rights (ACCESS_FILE) is set, so that nobody may write or read.',
};

interface Right {
  action: Action;
  roles: string[];
  division?: string;
  department?: string;
  unit?: string;
  fiscalYear?: number;
  command?: string;
  amountYuan?: string;
}

function rightOf(action: Action, { division, department, unit, year, command, amountFen }: Demand): Right {
  return {
    action,
    roles: rolesFor(action, command),
    ...(division === undefined ? {} : { division }),
    ...(department === undefined ? {} : { department }),
    ...(unit === undefined ? {} : { unit }),
    ...(year === undefined ? {} : { fiscalYear: year }),
    ...(command === undefined ? {} : { command }),
    ...(amountFen === undefined ? {} : { amountYuan: yuanOf(amountFen) }),
  };
}

/** What is done, where no command says it. */
const ACTION_WORDS: Readonly<Record<Action, { zh: string; en: string }>> = {
  post: { zh: '记账', en: 'posting' },
  try: { zh: '试算', en: 'trying' },
  read: { zh: '查阅预算', en: 'reading figures' },
  'read-units': { zh: '查阅单位', en: 'reading the units' },
  audit: { zh: '审计', en: 'auditing' },
  operate: { zh: '运维', en: 'operating' },
};

function placeIn({ division, department, unit }: Right): string {
  return [division, department, unit].filter((part) => part !== undefined).join('/');
}

function inWords(right: Right): { zh: string; en: string } {
  const { action, roles, fiscalYear, amountYuan } = right;
  const words = ACTION_WORDS[action];
  const { zh: what, en: does } = right.command === undefined ? words : { zh: right.command, en: right.command };
  const place = placeIn(right);
  const zh = [
    place === '' ? '不限地区' : place,
    fiscalYear === undefined ? '' : `${fiscalYear} 年`,
    what,
    amountYuan === undefined ? '' : `${amountYuan} 元`,
  ];
  const en = [
    `${does} ${place === '' ? 'everywhere' : `at ${place}`}`,
    fiscalYear === undefined ? '' : `in ${fiscalYear}`,
    amountYuan === undefined ? '' : `for ${amountYuan} yuan`,
  ];
  const filled = (parts: string[]): string => parts.filter((part) => part !== '').join(' ');
  return {
    zh: `缺少权限（${roles.join('、')}）：${filled(zh)}。`,
    en: `No grant of the roles ${roles.join(', ')} covers ${filled(en)}. `,
  };
}

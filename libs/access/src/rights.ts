import { yuanOf } from '#domain';
import { Problem } from '#platform';

import { type Action, type Demand, type Grant, may, rolesFor } from './may';
import type { Principal } from './principal';
import { grantsOf, type RightsFile } from './rights-file';
import { type AccessTrace, type Act, NO_TRACE, type Origin } from './trace/access-trace';
import { noteTold } from './trace/told';

/** What one caller may do, by the file as it stood when the request came: a request goes by one file from its beginning to its end. */
export class Permits {
  constructor(
    private readonly grants: readonly Grant[],
    private readonly file: RightsFile | undefined,
    /** Hears of what was refused: what was asked for, of what, and the problem. */
    private readonly told: (refused: Pick<Act, 'action' | 'resource'>, problem: Problem) => void = () => undefined,
  ) {}

  /** By which events name the file. */
  get sha256(): string | undefined {
    return this.file?.sha256;
  }

  /** The problem of who may not do this: what is missing, and whom to ask for it. Undefined where they may. */
  refusal(action: Action, demands: readonly Demand[], about: Record<string, unknown>): Problem | undefined {
    const { may: isAllowed, missing } = may(this.grants, action, demands);
    if (isAllowed) return undefined;
    const ask = this.file?.ask;
    const right = missing === undefined ? undefined : rightOf(action, missing);
    const whom = ask === undefined ? NO_FILE : { zh: `请联系：${ask}。`, en: `Ask ${ask}.` };
    const words = right === undefined ? { zh: '', en: '' } : inWords(right);
    const detail = { zh: `${words.zh}${whom.zh}`, en: `${words.en}${whom.en}` };
    const problem = new Problem('forbidden', detail, { ...about, missing: right, ask });
    this.told(
      { action, ...(right === undefined ? {} : { resource: `${right.division}/${right.department}` }) },
      problem,
    );
    return problem;
  }
}

/** Who may do what, as the file says at the moment. */
export class Rights {
  constructor(
    private readonly file: () => RightsFile | undefined,
    private readonly trace: AccessTrace = NO_TRACE,
  ) {}

  /** With where the caller comes from, what they are refused is traced where it is decided. */
  of(principal: Principal, origin?: Origin): Permits {
    const file = this.file();
    const grants = file === undefined ? [] : grantsOf(file, principal);
    if (origin === undefined) return new Permits(grants, file);
    const { actor, identified } = principal;
    return new Permits(grants, file, (refused, problem) => {
      this.trace.attempt({ ...origin, actor, how: identified.by, ...refused, code: problem.details.code });
      noteTold(problem);
    });
  }
}

const NO_FILE = {
  zh: '本账本未设权限文件（ACCESS_FILE），谁也不能记账。',
  en: 'No file of rights (ACCESS_FILE) is set, so that nobody may write.',
};

interface Right {
  action: Action;
  roles: string[];
  division: string;
  department: string;
  unit?: string;
  fiscalYear?: number;
  command: string;
  amountYuan?: string;
}

function rightOf(action: Action, { division, department, unit, year, command, amountFen }: Demand): Right {
  return {
    action,
    roles: rolesFor(action, command),
    division,
    department,
    ...(unit === undefined ? {} : { unit }),
    ...(year === undefined ? {} : { fiscalYear: year }),
    command,
    ...(amountFen === undefined ? {} : { amountYuan: yuanOf(amountFen) }),
  };
}

function inWords({ roles, division, department, unit, fiscalYear, command, amountYuan }: Right): {
  zh: string;
  en: string;
} {
  const place = `${division}/${department}${unit === undefined ? '' : `/${unit}`}`;
  const zh = [
    place,
    fiscalYear === undefined ? '' : `${fiscalYear} 年`,
    command,
    amountYuan === undefined ? '' : `${amountYuan} 元`,
  ];
  const en = [
    `${command} at ${place}`,
    fiscalYear === undefined ? '' : `in ${fiscalYear}`,
    amountYuan === undefined ? '' : `for ${amountYuan} yuan`,
  ];
  const filled = (parts: string[]): string => parts.filter((part) => part !== '').join(' ');
  return {
    zh: `缺少权限（${roles.join('、')}）：${filled(zh)}。`,
    en: `No grant of the roles ${roles.join(', ')} covers ${filled(en)}. `,
  };
}

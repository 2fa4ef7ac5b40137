import fc from 'fast-check';

import { COMMAND_KINDS } from './command-kinds';
import { type Action, type Demand, type Grant, may, ROLES, rolesFor } from './may';

const DIVISIONS = ['361100', '361101'];
const DEPARTMENTS = ['126', '127'];
const UNITS = ['126001', '126002', '127001'];
const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const year = fc.integer({ min: 2022, max: 2026 });

const grant: fc.Arbitrary<Grant> = fc.record(
  {
    role: fc.constantFrom(...ROLES),
    divisions: some(DIVISIONS),
    departments: some(DEPARTMENTS),
    units: some(UNITS),
    years: fc.record({ from: year, to: year }, { requiredKeys: [] }),
    commands: some(COMMAND_KINDS),
    upToFen: fc.bigInt({ min: 0n, max: 1_000n }),
  },
  { requiredKeys: ['role'] },
);
const demand: fc.Arbitrary<Demand> = fc.record(
  {
    division: fc.constantFrom(...DIVISIONS),
    department: fc.constantFrom(...DEPARTMENTS),
    unit: fc.constantFrom(...UNITS),
    year,
    command: fc.constantFrom(...COMMAND_KINDS),
    amountFen: fc.bigInt({ min: 0n, max: 1_000n }),
  },
  { requiredKeys: ['division', 'department', 'command'] },
);
const action: fc.Arbitrary<Action> = fc.constantFrom('post', 'try');
const grants = fc.array(grant, { maxLength: 4 });
const demands = fc.array(demand, { minLength: 1, maxLength: 4 });

/** The same grant with one limit less. */
function widened(given: Grant, limit: keyof Grant): Grant {
  if (limit === 'role') return given;
  const { [limit]: _, ...rest } = given;
  return rest;
}

describe('may', () => {
  it('allows nothing to who has no grant, and nobody what touches nothing', () => {
    fc.assert(fc.property(action, demands, (asked, touched) => !may([], asked, touched).may));
    fc.assert(fc.property(grants, action, (given, asked) => !may(given, asked, []).may));
  });

  it('takes nothing away by one more grant', () => {
    fc.assert(
      fc.property(grants, grant, action, demands, (given, more, asked, touched) => {
        fc.pre(may(given, asked, touched).may);
        return may([more, ...given], asked, touched).may;
      }),
    );
  });

  it('takes nothing away where a limit falls, or is raised', () => {
    const limit = fc.constantFrom<keyof Grant>('divisions', 'departments', 'units', 'years', 'commands', 'upToFen');
    fc.assert(
      fc.property(grants, limit, action, demands, (given, which, asked, touched) => {
        if (!may(given, asked, touched).may) return true;
        const raised = given.map((each) => ({
          ...each,
          ...(each.upToFen === undefined ? {} : { upToFen: each.upToFen + 1n }),
        }));
        return (
          may(
            given.map((each) => widened(each, which)),
            asked,
            touched,
          ).may && may(raised, asked, touched).may
        );
      }),
    );
  });

  it('allows many things if and only if it allows each of them, each by one grant as a whole', () => {
    fc.assert(
      fc.property(grants, action, demands, (given, asked, touched) => {
        const each = touched.every((one) => given.some((only) => may([only], asked, [one]).may));
        expect(may(given, asked, touched).may).toBe(each);
      }),
    );
  });

  it('holds every limit, on both of its sides, and where nothing is known of what it limits', () => {
    const all: Demand = {
      division: '361100',
      department: '126',
      unit: '126001',
      year: 2024,
      command: 'AllocateBudget',
      amountFen: 100n,
    };
    const is = (limits: Omit<Grant, 'role'>, changed: Partial<Demand> = {}): boolean =>
      may([{ role: 'poster', ...limits }], 'post', [{ ...all, ...changed }]).may;
    expect(is({})).toBe(true);
    const limits: [Omit<Grant, 'role'>, Partial<Demand>, Partial<Demand>?][] = [
      [{ divisions: ['361100'] }, { division: '361101' }],
      [{ departments: ['126'] }, { department: '127' }],
      [{ units: ['126001'] }, { unit: '126002' }, { unit: undefined }],
      [{ years: { from: 2024 } }, { year: 2023 }, { year: undefined }],
      [{ years: { to: 2024 } }, { year: 2025 }, { year: undefined }],
      [{ years: { from: 2024, to: 2024 } }, { year: 2025 }],
      [{ commands: ['AllocateBudget'] }, { command: 'AdjustBudget' }],
      [{ upToFen: 100n }, { amountFen: 101n }, { amountFen: undefined }],
    ];
    for (const [limit, outside, unknown] of limits) {
      expect([limit, is(limit), is(limit, outside), unknown !== undefined && is(limit, unknown)]).toEqual([
        limit,
        true,
        false,
        false,
      ]);
    }
  });

  it('does not make one right of two', () => {
    const given: Grant[] = [
      { role: 'poster', departments: ['126'], upToFen: 1_000n },
      { role: 'poster', departments: ['127'], upToFen: 10n },
    ];
    const at = (department: string, amountFen: bigint): Demand => ({
      division: '361100',
      department,
      command: 'AllocateBudget',
      amountFen,
    });
    expect(may(given, 'post', [at('126', 1_000n)]).may).toBe(true);
    expect(may(given, 'post', [at('127', 1_000n)])).toEqual({ may: false, missing: at('127', 1_000n) });
    expect(may(given, 'post', [at('126', 500n), at('127', 500n)]).may).toBe(false);
  });

  it('knows what each role is for', () => {
    expect(rolesFor('post', 'AllocateBudget')).toEqual(['poster']);
    expect(rolesFor('post', 'RegisterUnit')).toEqual(['poster', 'steward']);
    expect(rolesFor('try', 'AllocateBudget')).toEqual(['poster', 'approver']);
  });
});

import { parseCommand } from './parse-command';

const basis = {
  commandId: 'c-1',
  division: '361100',
  department: '126',
  documentNumber: '样例〔2024〕1号',
  effectiveDate: '2024-01-01',
};
const line = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '30101',
  category: 'personnel',
  amountYuan: '1.00',
};
const allocation = (lines: unknown[]) => ({ type: 'AllocateBudget', ...basis, fiscalYear: 2024, lines });

/** An element that is wrong, and counts how often it is looked at. */
function watched(count: () => void): object {
  return Object.defineProperty({ ...line }, 'unit', {
    enumerable: true,
    get: () => {
      count();
      return 1;
    },
  });
}

function looksAt(command: (wrong: () => object[]) => object): { looks: number; errors: { field: string }[] } {
  let looks = 0;
  const wrong = () => Array.from({ length: 2_000 }, () => watched(() => (looks += 1)));
  const parsed = parseCommand(command(wrong));
  return { looks, errors: parsed.ok ? [] : parsed.errors };
}

test.each<[string, (wrong: () => object[]) => object]>([
  ['lines', (wrong) => allocation(wrong())],
  [
    'lines of the year before, which are described besides',
    (wrong) => ({ type: 'CarryOverBalance', ...basis, fiscalYear: 2024, kind: 'carry-forward', lines: wrong() }),
  ],
  [
    'from',
    (wrong) => ({ type: 'AdjustBudget', ...basis, kind: 'transfer', fiscalYear: 2024, from: wrong(), to: [line] }),
  ],
  [
    'parts of a combination',
    (wrong) => ({
      type: 'CombineCommands',
      ...basis,
      commands: [{ type: 'AllocateBudget', fiscalYear: 2024, lines: wrong() }],
    }),
  ],
])('an array of wrong elements is looked at until enough is known: %s', (_, command) => {
  const { looks, errors } = looksAt(command);
  expect(errors).toHaveLength(20);
  expect(looks).toBeGreaterThan(0);
  expect(looks).toBeLessThan(1_000);
});

test('2,000 empty lines are answered with few errors, each with its place', () => {
  const parsed = parseCommand(allocation(Array(2_000).fill({})));
  expect(parsed).toMatchObject({ ok: false });
  expect(JSON.stringify(parsed).length).toBeLessThan(64 * 1024);
});

test('a fault far behind right lines has its own index, and what is right is read as it stands', () => {
  const lines = Array.from({ length: 4_000 }, (_, index) => ({ ...line, amountYuan: `${index + 1}` }));
  const parsed = parseCommand(allocation(lines));
  expect(parsed).toMatchObject({ ok: true });
  expect((parsed as { command: { lines: unknown[] } }).command.lines).toEqual(
    lines.map((each, index) => ({ ...each, amountYuan: `${index + 1}.00` })),
  );
  const wrong = lines.map((each, index) => (index === 3_333 ? { ...each, category: 'other' } : each));
  expect(parseCommand(allocation(wrong))).toMatchObject({ ok: false, errors: [{ field: 'lines[3333].category' }] });
});

test('names and messages are told no longer than they are read', () => {
  const parsed = parseCommand({ ...allocation([line]), ['k'.repeat(1 << 20)]: 1 });
  expect(parsed).toMatchObject({ ok: false });
  expect(JSON.stringify(parsed.ok ? [] : parsed.errors).length).toBeLessThan(2_000);
});

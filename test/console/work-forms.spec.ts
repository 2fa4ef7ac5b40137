import { commandSchema } from '#wire';

import { atRow, toCommand } from '../../apps/console/web/src/screens/work/draft/to-command';
import type { Draft } from '../../apps/console/web/src/screens/work/draft/draft';
import { FORMS, formNamed } from '../../apps/console/web/src/screens/work/forms/all';
import type { Field } from '../../apps/console/web/src/screens/work/forms/form';

const TARGET = { division: '361100', department: '126', year: '2024' };

/** Something that fits each kind of field. */
const TYPED: Readonly<Record<Field['kind'], string>> = {
  text: '文字',
  paragraph: '第一段\n第二段',
  date: '2024-05-01',
  year: '2023',
  whole: '7',
  amount: '１，２３４.5',
  stated: '0',
  choice: '',
  flag: 'true',
  freeze: '6',
  unit: '126001',
  'unit-or-pool': '126',
  pool: '126',
  'unit-free': '126001',
  department: '127',
  function: '2012901',
  economic: '30201',
  project: '妇女工作经费',
};

/** Every field of a form filled in, with the given choices; a choice that is not given is its first option. */
function filled(name: string, choices: Readonly<Record<string, string>>): Draft {
  const form = formNamed(name)!;
  const fill = (fields: readonly Field[]) =>
    Object.fromEntries(
      fields.map((field) => [
        field.name,
        choices[field.name] ?? (TYPED[field.kind] || field.options?.[0]?.value) ?? '',
      ]),
    );
  const document = { documentNumber: '饶财预〔2024〕1号', effectiveDate: '2024-05-01', reason: '理由' };
  return {
    values: { ...document, ...fill(form.fields) },
    lists: Object.fromEntries(form.lists.map((list) => [list.name, [{}, fill(list.fields)]])),
  };
}

const CASES: [form: string, choices: Record<string, string>][] = [
  ...FORMS.map(({ name }): [string, Record<string, string>] => [name, {}]),
  ['allocate', { category: 'project' }],
  ['carry-over', { kind: 'surplus' }],
  ['pay', { freezeRevision: '', final: '', beyondFreeze: '' }],
  ['register', { hasStaffing: '', newSpelling: '' }],
  ['ceiling', { 'scope.kind': 'project', lifted: '' }],
  ['ceiling', { 'scope.kind': 'source', 'scope.unit': '' }],
  ['targets', { project: '' }],
  ...['organization', 'state-assets', 'project', 'change-reason', 'glossary'].map(
    (section): [string, Record<string, string>] => ['publication-text', { section }],
  ),
];

test.each(CASES)('what the form %s says with %j fits the schema of its command', (name, choices) => {
  const { command, faults } = toCommand(formNamed(name)!, filled(name, choices), TARGET);
  expect(faults).toEqual([]);
  const parsed = commandSchema.safeParse({ ...command, commandId: 'console-1' });
  expect(parsed.error?.issues).toBeUndefined();
  expect(parsed.data).toMatchObject({ type: formNamed(name)!.type, division: '361100', department: '126' });
});

test('an empty form is told field by field, and becomes no command', () => {
  for (const form of FORMS) {
    const { command, faults } = toCommand(form, { values: {}, lists: {} }, { division: '', department: '', year: '' });
    expect(command).toBeUndefined();
    const fields = faults.map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(['division', 'department', 'documentNumber', 'effectiveDate']));
    expect(fields.includes('fiscalYear')).toBe(form.hasYear);
  }
});

test('what the ledger says of its second line is told at the row that it came from', () => {
  const row = { ...filled('cut', {}).lists['lines']![1]! };
  const { rows } = toCommand(formNamed('cut')!, { values: {}, lists: { lines: [{}, row, {}, row] } }, TARGET);
  expect(atRow('lines[1].amountYuan', rows)).toBe('lines[3].amountYuan');
  expect(atRow('effectiveDate', rows)).toBe('effectiveDate');
});

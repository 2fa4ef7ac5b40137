import fc from 'fast-check';

import { anyCommand } from '../test/any-command';
import { holdsOtherForm } from './as-sent';
import { parseCommand } from './parse-command';

const command = {
  type: 'AllocateBudget',
  commandId: 'c-1',
  division: '361100',
  department: '126',
  documentNumber: '1号 ',
  effectiveDate: '2024-01-01',
  fiscalYear: 2024,
  lines: [
    {
      unit: '126001',
      source: 'general-public-budget',
      function: '2012902',
      economic: '302',
      category: 'project',
      project: '信\u200b息化',
      amountYuan: '1',
    },
  ],
};

it('gives a command with unclean texts as it was sent, the amounts as every command has them', () => {
  const parsed = parseCommand({ ...command, dryRun: true });
  expect(parsed).toMatchObject({ ok: false, errors: [{ field: 'documentNumber' }, { field: 'lines[0].project' }] });
  expect(parsed.asSent).toEqual({
    command: { ...command, lines: [{ ...command.lines[0], amountYuan: '1.00' }] },
    dryRun: true,
    unclean: ['1号 ', '信\u200b息化'],
  });
});

it('gives a command whose unclean texts are more than are told as faults', () => {
  const [line] = command.lines;
  const projects = Array.from({ length: 900 }, (_, n) => {
    if (n < 300) return `信\u200b息化${n}`;
    return n < 600 ? `信息化 ${n} ` : `信息化${n}`;
  });
  const lines = projects.map((project) => ({ ...line, project, amountYuan: '1.00' }));
  const sent = { ...command, documentNumber: '1号', lines };
  const parsed = parseCommand(sent);
  expect(parsed.asSent).toEqual({ command: sent, dryRun: false, unclean: projects.slice(0, 600) });
  expect(parseCommand({ ...sent, lines: [...lines, { ...line, function: 'x' }] })).not.toHaveProperty('asSent');
});

it('gives a text in another form beside the one in NFC', () => {
  const parsed = parseCommand({
    ...command,
    documentNumber: '1号',
    lines: [{ ...command.lines[0], project: 'cafe\u0301' }],
  });
  expect(parsed).toMatchObject({
    ok: true,
    command: { lines: [{ project: 'caf\u00e9' }] },
    asSent: { command: { lines: [{ project: 'cafe\u0301' }] }, unclean: ['cafe\u0301'] },
  });
});

it.each<[string, object]>([
  ['more than its texts is wrong', { ...command, fiscalYear: 'x' }],
  ['a code is wrong', { ...command, lines: [{ ...command.lines[0], function: '20129' }] }],
  ['a field is missing', { ...command, effectiveDate: undefined }],
  ['a field is unknown', { ...command, extra: 1 }],
])('gives none where %s', (_, input) => {
  expect(parseCommand(input)).not.toHaveProperty('asSent');
});

it('gives none of a clean command', () => {
  fc.assert(
    fc.property(anyCommand, (input) => {
      const parsed = parseCommand(input);
      expect(parsed.ok).toBe(true);
      expect(parsed.asSent === undefined).toBe(!holdsOtherForm(input));
    }),
  );
});

it('knows every text that NFC would change', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(holdsOtherForm([{ a: text }])).toBe(text.normalize('NFC') !== text);
    }),
    { numRuns: 2_000 },
  );
});

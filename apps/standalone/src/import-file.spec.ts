import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { importFile, newestPositions } from './import-file';
import type { CommandAnswer, LedgerClient } from './ledger-client';

const HEAD =
  'division,unit,fiscalYear,command,documentNumber,effectiveDate,originYear,source,function,economic,category,project,procurement,amount';
const ROW = '361100,126001,2024,allocate,1号,2024-01-01,,general-public-budget,2012901,302,operating,,,100.00';
const SHANGRAO = join(__dirname, '../../../data/shangrao-2024');

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'import-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

interface Input {
  commandId: string;
}

/** A ledger that answers each id once with 201 and from then on with 200, or as the case wants. */
function ledgerThat(answers: (input: Input) => CommandAnswer | undefined = () => undefined) {
  const known = new Map<string, string>();
  const posted: Input[][] = [];
  const answer = (input: Input): CommandAnswer => {
    const special = answers(input);
    if (special !== undefined) return special;
    const position = known.get(input.commandId);
    if (position !== undefined) return { status: 200, body: { position } };
    known.set(input.commandId, `0:${known.size}`);
    return { status: 201, body: { position: `0:${known.size - 1}` } };
  };
  const client = {
    post: (commands: readonly unknown[]) => {
      posted.push(commands as Input[]);
      return Promise.resolve((commands as Input[]).map(answer));
    },
  } as unknown as LedgerClient;
  return { client, posted };
}
const quietly = (): void => undefined;

describe('importing a file', () => {
  it.each(['facts.csv', 'commands.json'])(
    'posts each command of %s once; a second import finds them all',
    async (name) => {
      const { client, posted } = ledgerThat();
      const first = await importFile(join(SHANGRAO, name), client, quietly);
      const total = posted.flat().length;
      expect(total).toBeGreaterThan(0);
      expect(first).toEqual({
        recorded: total,
        repeated: 0,
        errors: [],
        positions: posted.flat().map((_, index) => `0:${index}`),
      });
      const second = await importFile(join(SHANGRAO, name), client, quietly);
      expect(second).toEqual({ ...first, recorded: 0, repeated: total });
    },
  );

  it('tells how far it is', async () => {
    const rows = Array.from({ length: 250 }, (_, index) => ROW.replace('1号', `${index}号`));
    const progress: [number, number][] = [];
    const { client, posted } = ledgerThat();
    await importFile(fileOf('many.csv', [HEAD, ...rows].join('\n')), client, (...at) => progress.push(at));
    expect(progress).toEqual([
      [0, 250],
      [100, 250],
      [200, 250],
      [250, 250],
    ]);
    expect(posted.map((batch) => batch.length)).toEqual([100, 100, 50]);
  });

  it('keeps each request below the size that the ledger takes', async () => {
    const lines = Array.from({ length: 50 }, () => ROW).join('\n');
    const rows = Array.from({ length: 150 }, (_, index) => lines.replaceAll('1号', `${index}号`));
    const { client, posted } = ledgerThat();
    const { recorded } = await importFile(fileOf('large.csv', [HEAD, ...rows].join('\n')), client, quietly);
    expect(recorded).toBe(150);
    for (const commands of posted) expect(Buffer.byteLength(JSON.stringify({ commands }))).toBeLessThan(1024 * 1024);
  });

  it('posts nothing when a row is wrong by itself, and names each one', async () => {
    const { client, posted } = ledgerThat();
    const rows = [ROW, ROW.replace('100.00', '1.234'), ROW.replace('302', '3020'), ROW.replace('361100', 'x')];
    const { errors } = await importFile(fileOf('wrong.csv', [HEAD, ...rows].join('\n')), client, quietly);
    expect(errors.map(({ row }) => row).sort()).toEqual([3, 4, 5]);
    expect(errors).toContainEqual({ row: 4, message: 'lines[2].economic: must be three digits (类) or five (款)' });
    expect(posted).toEqual([]);
  });

  it('leads the figures of a refusal back to their rows while other commands stand', async () => {
    const rows = [ROW, ROW.replace('1号', '2号'), ROW.replace('302', '399'), ROW, ROW.replace('302', '398')];
    const figures = [{ field: 'lines[1].economic' }, { field: 'lines[3].economic' }, { field: 'lines[3].function' }];
    const detail = '科目编码不在当年科目表中';
    const refusal = { status: 422, body: { code: 'unknown-code', detail, figures, position: '0:9' } };
    const { client } = ledgerThat((input) => (JSON.stringify(input).includes('1号') ? refusal : undefined));
    const result = await importFile(fileOf('refused.csv', [HEAD, ...rows].join('\n')), client, quietly);
    expect(result).toEqual({
      recorded: 1,
      repeated: 0,
      errors: [
        { row: 4, message: `422 unknown-code: ${detail}` },
        { row: 6, message: `422 unknown-code: ${detail}` },
      ],
      positions: ['0:9', '0:0'],
    });
  });

  it.each([
    ['a refusal of the whole', { code: 'effective-date-outside-fiscal-year', figures: [{ field: 'effectiveDate' }] }],
    ['an id with another body', { code: 'command-id-reused' }],
  ])('names the first row for %s', async (_, body) => {
    const { client } = ledgerThat(() => ({ status: 409, body: { ...body, detail: '…' } }));
    const { errors } = await importFile(fileOf('first.csv', [HEAD, ROW, ROW].join('\n')), client, quietly);
    expect(errors).toEqual([{ row: 2, message: `409 ${body.code}: …` }]);
  });

  it.each<[string, string, string]>([
    ['no array', 'object.json', '{}'],
    ['broken JSON', 'broken.json', '[{'],
    ['no commands', 'numbers.json', '[1]'],
  ])('tells in a sentence that a file holds %s', async (_, name, content) => {
    const { client, posted } = ledgerThat();
    const { errors } = await importFile(fileOf(name, content), client, quietly);
    expect(errors).toEqual([{ row: 1, message: expect.stringMatching(/array|JSON|object/) }]);
    expect(posted).toEqual([]);
  });

  it.each(['missing.csv', 'missing.json'])('tells that %s is missing', async (name) => {
    const { errors } = await importFile(join(folder, name), ledgerThat().client, quietly);
    expect(errors).toEqual([{ row: 1, message: expect.stringContaining('ENOENT') }]);
  });
});

describe('the newest positions', () => {
  it('are one offset for each partition, compared as numbers', () => {
    expect(newestPositions(['3:9', '0:5', '3:10', '0:4'])).toBe('3:10,0:5');
    expect(newestPositions([])).toBe('');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type CommandAnswer, newestPositions } from '#imports';

import { importFile } from './import-file';
import { faultsAsText, standingAsText, summaryAsText } from './import-report';
import type { LedgerClient } from './ledger-client';

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
  const tried = (input: Input): CommandAnswer => {
    const position = known.get(input.commandId);
    return position === undefined
      ? { status: 200, body: { dryRun: true, outcome: 'accepted', lines: [] } }
      : { status: 200, body: { position } };
  };
  const client = {
    post: (commands: readonly unknown[]) => {
      posted.push(commands as Input[]);
      return Promise.resolve((commands as Input[]).map(answer));
    },
    try: (commands: readonly unknown[]) => Promise.resolve((commands as Input[]).map(tried)),
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
        notes: [],
        fates: expect.any(Array) as unknown,
      });
      const second = await importFile(join(SHANGRAO, name), client, quietly);
      expect(second).toEqual({ ...first, recorded: 0, repeated: total, fates: expect.any(Array) as unknown });
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
    const lines = Array.from({ length: 50 }, (_, index) => ROW.replace('100.00', `${index + 1}`)).join('\n');
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
    expect(errors).toContainEqual({
      row: 4,
      column: '经济科目 economic',
      found: '3020',
      message:
        '经济科目 economic: 应为三位（类）或五位（款）数字，收到“3020”。 “3020”: must be three digits (类) or five (款)',
    });
    expect(posted).toEqual([]);
  });

  it('leads the figures of a refusal back to their rows, each with its own reason, while other commands stand', async () => {
    const rows = [
      ROW,
      ROW.replace('1号', '2号'),
      ROW.replace('302', '399'),
      ROW.replace('100.00', '7'),
      ROW.replace('302', '398'),
    ];
    const figures = [
      { field: 'lines[1].economic', value: '399' },
      { field: 'lines[3].economic', value: '398' },
      { field: 'lines[3].function', value: '2012901' },
    ];
    const refusal = { status: 422, body: { code: 'unknown-code', detail: 'all of them', figures, position: '0:9' } };
    const { client } = ledgerThat((input) => (JSON.stringify(input).includes('1号') ? refusal : undefined));
    const result = await importFile(fileOf('refused.csv', [HEAD, ...rows].join('\n')), client, quietly);
    expect(result).toMatchObject({ recorded: 1, repeated: 0, positions: ['0:9', '0:0'] });
    expect(result.errors).toMatchObject([
      {
        row: 4,
        message: expect.stringMatching(/^unknown-code: 科目编码不在当年科目表中：经济科目 economic，为 399。/),
      },
      { row: 6, message: expect.stringContaining('为 398') },
      { row: 6, message: expect.stringContaining('功能科目 function，为 2012901') },
    ]);
    expect(standingAsText(result.fates)).toEqual([
      expect.stringContaining('已记入'),
      '  2号 AllocateBudget，第 3 行 rows 3',
      expect.stringContaining('未记入'),
      '  1号 AllocateBudget，第 2, 4–6 行 rows 2, 4–6',
    ]);
  });

  it('tells one reason of 300 rows in one sentence', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => ROW.replace('100.00', `${index + 1}`));
    const figures = rows.map((_, index) => ({ field: `lines[${index}].unit`, value: '126009' }));
    const { client } = ledgerThat(() => ({ status: 422, body: { code: 'unit-not-registered', detail: '…', figures } }));
    const { errors } = await importFile(fileOf('one-unit.csv', [HEAD, ...rows].join('\n')), client, quietly);
    expect(errors).toHaveLength(300);
    const told = faultsAsText(errors);
    expect(told).toEqual([
      '第 2–301 行 row 2–301: unit-not-registered: 单位尚未登记：单位编码 unit，为 126009。 The unit is not registered: 单位编码 unit, is 126009',
    ]);
  });

  it.each<[string, object, string]>([
    [
      'a refusal of the whole',
      { code: 'effective-date-outside-fiscal-year', figures: [{ field: 'effectiveDate' }] },
      '生效日期 effectiveDate',
    ],
    ['an id with another body', { code: 'command-id-reused' }, '已经导入过'],
    ['something that has no figures', { code: 'overloaded', detail: '忙' }, '忙'],
  ])('names the first row for %s', async (_, body, sentence) => {
    const { client } = ledgerThat(() => ({ status: 409, body: { detail: '…', ...body } }));
    const { errors } = await importFile(
      fileOf('first.csv', [HEAD, ROW, ROW.replace('100.00', '5')].join('\n')),
      client,
      quietly,
    );
    expect(errors).toMatchObject([{ row: 2, message: expect.stringContaining(sentence) }]);
  });

  it('posts what was refused before under the next number, until one is recorded or is refused anew', async () => {
    const asked: string[] = [];
    const { client } = ledgerThat(({ commandId }) => {
      asked.push(commandId.replace(/^import-[0-9a-f]{32}/, 'id'));
      const refusal = { status: 422, body: { code: 'unit-not-registered', figures: [] } };
      if (!commandId.includes('.')) return { ...refusal, repeated: true };
      if (commandId.endsWith('.2'))
        return { status: 409, body: { code: 'command-id-reused', firstUse: { refused: true } } };
      return undefined;
    });
    const file = fileOf('poisoned.csv', [HEAD, ROW].join('\n'));
    expect(await importFile(file, client, quietly)).toMatchObject({ recorded: 1, errors: [] });
    expect(await importFile(file, client, quietly)).toMatchObject({ recorded: 0, repeated: 1, errors: [] });
    expect(asked).toEqual(['id', 'id.2', 'id.3', 'id', 'id.2', 'id.3']);
  });

  it('does not post a refusal again that is new, nor any under an id that somebody chose', async () => {
    const refusal = { status: 422, body: { code: 'unit-not-registered', figures: [] } };
    const fresh = ledgerThat(() => refusal);
    await importFile(fileOf('fresh.csv', [HEAD, ROW].join('\n')), fresh.client, quietly);
    const chosen = ledgerThat(() => ({ ...refusal, repeated: true }));
    await importFile(join(SHANGRAO, 'commands.json'), chosen.client, quietly);
    for (const { posted } of [fresh, chosen]) expect(posted).toHaveLength(1);
  });

  it('asks before it posts rows that say the same, and does so where they are confirmed or were recorded before', async () => {
    const { client, posted } = ledgerThat();
    const file = fileOf('twice.csv', [HEAD, ROW, ROW].join('\n'));
    const first = await importFile(file, client, quietly);
    expect(first.errors).toMatchObject([{ row: 3, message: expect.stringContaining('--repeated-rows') }]);
    expect(posted).toEqual([]);
    expect(await importFile(file, client, quietly, { repeatedRows: true })).toMatchObject({ recorded: 1, errors: [] });
    expect(await importFile(file, client, quietly)).toMatchObject({ repeated: 1, errors: [] });
  });

  it('only tries where it is asked to', async () => {
    const { client, posted } = ledgerThat();
    const result = await importFile(fileOf('tried.csv', [HEAD, ROW].join('\n')), client, quietly, { dryRun: true });
    expect(result).toMatchObject({ recorded: 0, repeated: 0, errors: [], positions: [] });
    expect(summaryAsText(result, true)).toContain('试算：可记入 1');
    expect(posted).toEqual([]);
  });

  it('reads GBK as Chinese spreadsheets save it, and says so', async () => {
    const { client, posted } = ledgerThat();
    // ROW with the document 号 in GBK (0xBAC5).
    const gbk = Buffer.concat(
      `${HEAD}\n${ROW}`
        .split('号')
        .flatMap((part, index) => (index === 0 ? [Buffer.from(part)] : [Buffer.from([0xba, 0xc5]), Buffer.from(part)])),
    );
    const file = join(folder, 'gbk.csv');
    writeFileSync(file, gbk);
    const { notes } = await importFile(file, client, quietly);
    expect(notes).toEqual([expect.stringContaining('按 GB18030（GBK） 读取')]);
    const [[input]] = posted as [[{ documentNumber: string; commandId: string }]];
    expect(input.documentNumber).toBe('1号');
    // The same file in UTF-8 is the same command.
    expect(await importFile(fileOf('utf8.csv', [HEAD, ROW].join('\n')), client, quietly)).toMatchObject({
      repeated: 1,
    });
    expect((await importFile(file, client, quietly, { encoding: 'utf-8' })).errors).toMatchObject([
      { row: 2, message: expect.stringContaining('不是 utf-8 编码') },
    ]);
  });

  it.each<[string, string, string]>([
    ['no array', 'object.json', '{}'],
    ['broken JSON', 'broken.json', '[{'],
    ['no commands', 'numbers.json', '[1]'],
  ])('tells in a sentence that a file holds %s', async (_, name, content) => {
    const { client, posted } = ledgerThat();
    const { errors } = await importFile(fileOf(name, content), client, quietly);
    expect(errors).toMatchObject([{ row: 1, message: expect.stringMatching(/array|JSON|object/) }]);
    expect(posted).toEqual([]);
  });

  it.each(['missing.csv', 'missing.json'])('tells that %s is missing', async (name) => {
    const { errors } = await importFile(join(folder, name), ledgerThat().client, quietly);
    expect(errors).toMatchObject([{ row: 1, message: expect.stringContaining('ENOENT') }]);
  });
});

describe('the newest positions', () => {
  it('are one offset for each partition, compared as numbers', () => {
    expect(newestPositions(['3:9', '0:5', '3:10', '0:4'])).toBe('3:10,0:5');
    expect(newestPositions([])).toBe('');
  });
});

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { reasonOf } from '#basics';
import { COMMAND_WORDS } from '#imports';
import { ConfigError } from '#platform';
import { type Encoding, ENCODINGS } from '#wire';
import { Presets, SingleBar } from 'cli-progress';

import { importFile } from './import-file';
import { faultsAsText, standingAsText, summaryAsText, trialAsText } from './import-report';
import { LedgerClient } from './ledger-client';

export const IMPORT_USAGE = `  npm run ledger -- import FILE.csv|FILE.json [--dry-run] [--encoding ${ENCODINGS.join('|')}] [--repeated-rows]
                 [--url http://127.0.0.1:8080] [--token TOKEN | --token-file FILE]
`;
export const IMPORT_HELP = `  import  提交预算数据：CSV 表格（格式见 docs/import.md）或命令的 JSON 数组；重复导入不改变任何内容
          posts budget facts (CSV, see docs/import.md) or an array of commands (JSON); a second import changes nothing
          命令列 the command column: ${COMMAND_WORDS}
          --dry-run        试算：逐行显示前后金额，不作记录 shows each line before and after, and writes nothing
          --encoding       文件编码，不写则自动识别 UTF-8、UTF-16、GB18030 the file's encoding, recognised where it is not given
          --token-file     令牌所在的文件，不会出现在进程列表中 a file that holds the token, which then stands in no list of processes
          --repeated-rows  同一文号中完全相同的行确为两笔 rows that say the same in one document are both meant
`;

/** Reads the command line of `import` and does it. The exit code is 1 where there was any error. */
export async function runImport(argv: string[]): Promise<number> {
  const { values, positionals } = optionsIn(argv);
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new ConfigError(`用法 Usage:\n${IMPORT_USAGE}`);
  const url = values.url ?? process.env['LEDGER_URL'] ?? 'http://127.0.0.1:8080';
  const token = values.token ?? tokenIn(values['token-file']) ?? process.env['LEDGER_TOKEN'];
  if (token === undefined)
    throw new ConfigError(
      '请用 --token 给出 npm start 打印的令牌。 Give the token that `npm start` printed: --token TOKEN.',
    );
  const encoding = encodingOf(values.encoding);
  const dryRun = values['dry-run'];
  const bar = new SingleBar({ format: '{bar} {value}/{total}', etaBuffer: 10 }, Presets.shades_classic);
  const result = await importFile(
    file,
    new LedgerClient(url, token),
    (done, total) => {
      if (done === 0) bar.start(total, done);
      else bar.update(done);
    },
    { dryRun, repeatedRows: values['repeated-rows'], ...(encoding === undefined ? {} : { encoding }) },
  );
  bar.stop();
  const told = [...result.notes, ...faultsAsText(result.errors), ...(dryRun ? [] : standingAsText(result.fates))];
  for (const sentence of told) process.stderr.write(`${sentence}\n`);
  const lines = dryRun ? trialAsText(result.fates) : [];
  for (const line of [...lines, summaryAsText(result, dryRun)]) process.stdout.write(`${line}\n`);
  return result.errors.length > 0 ? 1 : 0;
}

const OPTIONS = {
  url: { type: 'string' },
  token: { type: 'string' },
  'token-file': { type: 'string' },
  encoding: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  'repeated-rows': { type: 'boolean', default: false },
} as const;

function optionsIn(args: string[]): ReturnType<typeof parseArgs<{ allowPositionals: true; options: typeof OPTIONS }>> {
  try {
    return parseArgs({ args, allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\n用法 Usage:\n${IMPORT_USAGE}`);
  }
}

/** Other users of the machine see what stands on a command line, and not what stands in a file. */
function tokenIn(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigError(
      `无法读取 --token-file：${reasonOf(error)}。 --token-file cannot be read: ${reasonOf(error)}.`,
    );
  }
}

function encodingOf(said: string | undefined): Encoding | undefined {
  const encoding = said?.toLowerCase();
  if (encoding === undefined || isEncoding(encoding)) return encoding;
  throw new ConfigError(`不认识的编码 ${said ?? ''}。 --encoding takes ${ENCODINGS.join(', ')}.`);
}

function isEncoding(name: string): name is Encoding {
  return ENCODINGS.some((encoding) => encoding === name);
}

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { isToken, newToken, tokenLine } from '#access';
import { ConfigError } from '#platform';

export const TOKEN_USAGE = `  npm run ledger -- token ACTOR [--keep]

  token   生成一个令牌：令牌显示一次，标准输出是写入 LEDGER_TOKENS_FILE 的一行；--keep 从标准输入读取已有的令牌
          makes a token, shows it once, and prints its line for LEDGER_TOKENS_FILE; --keep reads one that is there from standard input

`;

/** The line goes to standard output, so that it can be appended to the file; the token is only for who sits there. */
export function runToken(argv: string[]): void {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { keep: { type: 'boolean', default: false } },
  });
  const [actor, ...others] = positionals;
  if (actor === undefined || others.length > 0) throw new ConfigError(`用法 Usage:\n${TOKEN_USAGE}`);
  const token = values.keep ? keptToken() : newToken();
  const line = tokenLine(token, actor);
  if (!values.keep) {
    process.stderr.write(
      `令牌 Token (${actor}): ${token}\n只显示这一次：账本只保存它的哈希。 It is shown this once: the ledger keeps its hash alone.\n`,
    );
  }
  process.stdout.write(`${line}\n`);
}

function keptToken(): string {
  const token = readFileSync(0, 'utf8').trim();
  if (isToken(token)) return token;
  throw new ConfigError(
    '标准输入应为一个令牌，至少 16 个可见的 ASCII 字符，不含空格。 ' +
      'Standard input must hold one token of at least 16 printable ASCII characters without spaces.',
  );
}

import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { signCommand, signingKeyIn } from '#access';
import { reasonOf } from '#basics';
import { type Config, ConfigError } from '#platform';

export const SIGN_USAGE = `  npm run ledger -- key ACTOR --kid KID --private-key-file FILE
  npm run ledger -- sign --key-file FILE [--kid KID] [--for MINUTES] < command.json

  key     生成一对 Ed25519 密钥：私钥写入文件，标准输出是放入 LEDGER_KEYS_FILE 的公钥
          makes an Ed25519 key pair: the private key goes to the file, the public one for LEDGER_KEYS_FILE to standard output
  sign    对标准输入中的命令签名，输出 budget.commands 消息的值；默认有效 60 分钟，LEDGER_ID 为收件账本
          signs the command on standard input, and prints the value of a message of budget.commands, good for 60 minutes and
          for the ledger LEDGER_ID

`;

/** The private half is for one machine alone: it goes to a new file that only its owner reads, and never to the terminal. */
export function runKey(argv: string[]): void {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { kid: { type: 'string' }, 'private-key-file': { type: 'string' } },
  });
  const [sub, ...others] = positionals;
  const { kid, 'private-key-file': file } = values;
  if (sub === undefined || others.length > 0 || kid === undefined || file === undefined)
    throw new ConfigError(`用法 Usage:\n${SIGN_USAGE}`);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const about = { alg: 'EdDSA', kid };
  try {
    const jwk = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), ...about });
    writeFileSync(file, `${jwk}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new ConfigError(`无法写入私钥。 The private key cannot be written: ${reasonOf(error)}.`);
  }
  const key = { ...publicKey.export({ format: 'jwk' }), ...about, sub };
  process.stdout.write(`${JSON.stringify({ keys: [key] }, undefined, 2)}\n`);
}

/** The command's bytes are signed as they are; whether it is one is the ledger's to say. */
export async function runSign(argv: string[], { ledgerId }: Config, command?: Uint8Array): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: { 'key-file': { type: 'string' }, kid: { type: 'string' }, for: { type: 'string', default: '60' } },
  });
  const file = values['key-file'];
  if (file === undefined) throw new ConfigError(`用法 Usage:\n${SIGN_USAGE}`);
  const key = signingKeyIn(textIn(file), values.kid);
  const seconds = Math.round(Number(values.for) * 60);
  const value = await signCommand(command ?? readFileSync(0), key, { ledgerId, seconds });
  process.stdout.write(`${value}\n`);
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`无法读取 ${file}。 ${file} cannot be read: ${reasonOf(error)}.`);
  }
}

// Whether anything that opens a door stands in the logs of a run of tests: node scripts/secrets-in-logs.mjs FOLDER…. Says where and of what
// kind it is, and never what it is, since what is said here is a log too.
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** @type {Readonly<Record<string, RegExp>>} */
const KINDS = {
  'a token of the tests': /a-token-[a-z][a-z-]*/,
  'a bearer token': /\bbearer [\w.~+/=-]{8,}/i,
  'a signed token': /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a password in an address': /\w:\/\/[^\s:/@"]+:[^\s:/@"]+@/,
  'a secret beside its name':
    /"(password|client_secret|access_token|refresh_token|id_token|code_verifier)":"[^"]{4,}"/i,
};

/** A sentence for each line of the folders' logs that holds a secret, and how many lines were read. */
export async function secretsInLogs(folders) {
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  const found = [];
  let lines = 0;
  for (const file of files.filter((name) => name.endsWith('.log'))) {
    let line = 0;
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      line += 1;
      for (const [kind, pattern] of Object.entries(KINDS))
        if (pattern.test(text)) found.push(`${file}:${line} holds ${kind}`);
    }
    lines += line;
  }
  return { found, lines };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { found, lines } = await secretsInLogs(process.argv.slice(2));
  for (const sentence of found) console.error(sentence);
  console.error(`${lines} lines of logs, ${found.length} with a secret`);
  process.exit(found.length === 0 ? 0 : 1);
}

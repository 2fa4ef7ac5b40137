// node sse-reader.mjs URL TOKEN_FILE FILE: keeps all budget lines that a subscription selects in FILE, and goes on from there when it is started again.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { TextDecoderStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';

const [url, tokenFile, file] = process.argv.slice(2);
let kept = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : { position: undefined, log: undefined, lines: {} };
let retryMs = 2_000;

/** Lines and position move together: whoever is killed between two writes finds the one or the other. */
function save() {
  writeFileSync(`${file}.new`, JSON.stringify(kept));
  renameSync(`${file}.new`, file);
}

const keyOf = (division, line) =>
  [division, line.year, line.unit, line.source, line.function, line.economic, line.category]
    .concat([line.originYear ?? '', line.procurement ?? '', line.project ?? ''])
    .join('|');

/** The first state comes without ids and counts as a whole, when `ready` says that it is complete. */
let state = {};
function receive(event, id, data) {
  if (event === 'state')
    for (const line of data.lines) state[keyOf(data.division, { ...line, year: data.year })] = line.currentYuan;
  if (event === 'change') {
    const lines = id === undefined ? state : kept.lines;
    for (const line of data.lines) lines[keyOf(data.division, line)] = line.after.currentYuan;
  }
  if (event === 'ready') {
    if (kept.position === undefined) kept.lines = state;
    kept.log = data.log;
  }
  if (event === 'stopped') console.error(`${data.stream} waits for an operator: ${data.reason}`);
  // Of another log only a new beginning helps, which is for whoever runs this to decide. What a stopped department missed comes with a new state.
  if (event === 'come-again') console.error(`${data.reason}: ${data.en}`);
  if (event === 'come-again' && data.reason === 'mended') kept.position = undefined;
  if (id) {
    kept.position = id;
    save();
  }
}

async function subscribe() {
  const address = new URL(url);
  if (kept.log !== undefined) address.searchParams.set('log', kept.log);
  state = {};
  const authorization = `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`;
  const headers = { authorization, ...(kept.position && { 'last-event-id': kept.position }) };
  const response = await fetch(address, { headers });
  if (!response.ok || response.body === null) throw new Error(await response.text());
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const messages = (text + chunk).split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const fields = {};
      for (const line of message.split('\n')) {
        const [, name, value] = /^([a-z]*): ?(.*)$/s.exec(line) ?? [];
        if (name) fields[name] = value;
      }
      if (fields.retry) retryMs = Number(fields.retry);
      if (fields.event ?? fields.id) receive(fields.event, fields.id, JSON.parse(fields.data ?? 'null'));
    }
  }
}

for (;;) {
  await subscribe().catch((error) => console.error(error.message));
  await pause(retryMs);
}

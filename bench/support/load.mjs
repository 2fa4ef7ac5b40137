// A load generator: keeps a number of requests in flight and notes how long each took. It shares the machine with what it measures,
// so it does as little as it can: plain sockets, one for each request in flight, and no parsing beyond the length of an answer.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';

import { ownFile } from './own-files.mjs';
import { percentile } from './stats.mjs';

const TOKEN = 'a-token-for-the-benchmark';
/** Of whoever posts and reads for the benchmark. */
export const SIGNED_IN = { authorization: `Bearer ${TOKEN}` };
const { privateKey: PRIVATE_KEY, publicKey: PUBLIC_KEY } = generateKeyPairSync('ed25519');
const IDLE_MS = 30_000;

/** One keep-alive connection with one request under way. */
class Connection {
  #socket;
  #parts = [];
  #size = 0;
  #waiting;

  constructor(socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (part) => this.#receive(part));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  static open(port) {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  /** Resolves with the status and the text of the answer. */
  send(head, body) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  close() {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #receive(part) {
    this.#parts.push(part);
    this.#size += part.length;
    const all = this.#parts.length === 1 ? part : Buffer.concat(this.#parts, this.#size);
    const end = all.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = all.latin1Slice(0, end);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (all.length < end + 4 + length) return;
    this.#parts = [];
    this.#size = 0;
    this.#waiting?.resolve({ status: Number(head.slice(9, 12)), text: all.utf8Slice(end + 4, end + 4 + length) });
  }

  #fail(error) {
    this.#waiting?.reject(error);
  }
}

/** A client with as many connections as it ever needs at once. */
export class HttpClient {
  #idle = [];
  #all = new Set();

  constructor(port, token = TOKEN) {
    this.port = port;
    this.token = token;
  }

  /** Posts a text and resolves with the answer's text; any other status than the expected one is an error. */
  async post(path, body, expected) {
    return this.#expect(path, await this.ask(path, body), expected);
  }

  async get(path, headers = '') {
    return this.#expect(
      path,
      await this.#send(
        `GET ${path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${TOKEN}\r\n${headers}content-length: `,
        '',
      ),
      200,
    );
  }

  /** Posts a text and resolves with the status and the text of the answer, whatever they are. */
  ask(path, body) {
    const head = `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\nauthorization: Bearer ${this.token}\r\ncontent-length: `;
    return this.#send(head, body);
  }

  #expect(path, { status, text }, expected) {
    if (status !== expected) throw new Error(`${path}: ${status} ${text.slice(0, 500)}`);
    return text;
  }

  async #send(head, body) {
    const connection = this.#rested() ?? (await this.#open());
    const answer = await connection.send(head, body);
    this.#idle.push({ connection, since: performance.now() });
    return answer;
  }

  /** A server closes what nobody has used for a while, perhaps at the moment of the next request; such connections are given up before. */
  #rested() {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (performance.now() - idle.since < IDLE_MS) return idle.connection;
      idle.connection.close();
      this.#all.delete(idle.connection);
    }
    return undefined;
  }

  async #open() {
    const connection = await Connection.open(this.port);
    this.#all.add(connection);
    return connection;
  }

  close() {
    for (const connection of this.#all) connection.close();
  }
}

/** The variables by which a ledger knows who sends the load, and that it may. */
export function callers() {
  // npm start loads its sample by a sign-in of its own.
  const whom = [{ token: 'bench' }, { key: 'bench' }, { token: '本机财政局' }];
  const grants = [...whom.map((to) => ({ to, role: 'poster' })), { to: { token: 'bench' }, role: 'auditor' }];
  const key = { ...PUBLIC_KEY.export({ format: 'jwk' }), alg: 'EdDSA', kid: 'bench', sub: 'bench' };
  return {
    LEDGER_TOKENS_FILE: ownFile('tokens', tokenLine(TOKEN)),
    LEDGER_KEYS_FILE: ownFile('keys.json', JSON.stringify({ keys: [key] })),
    ACCESS_FILE: ownFile('access.json', JSON.stringify({ ask: 'bench', grants })),
  };
}

/** The value of a message of budget.commands. */
export function signed(command) {
  const iat = Math.floor(Date.now() / 1_000);
  const header = { alg: 'EdDSA', typ: 'budget-command+jws', kid: 'bench', aud: 'budget-ledger', iat, exp: iat + 3_600 };
  return jwsOf(header, command, PRIVATE_KEY);
}

/** A compact JWS (RFC 7515) by an Ed25519 key. */
export function jwsOf(header, payload, privateKey) {
  const input = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
}

/** The line of a file of tokens by which `bench` is known. */
export function tokenLine(token) {
  return `sha256:${createHash('sha256').update(token).digest('hex')} bench\n`;
}

/**
 * Keeps so many calls of `send` in flight for the given time. What is done within the first part of it warms the compilers and
 * opens the connections, and is not counted.
 * @param {{ commandsEach?: number, send: () => Promise<unknown> } & Record<string, any>} load
 */
export async function measure({ inFlight, seconds, warmUpSeconds, commandsEach = 1, send }) {
  const latencies = [];
  const start = performance.now() + warmUpSeconds * 1_000;
  const end = start + seconds * 1_000;
  const lane = async () => {
    for (let begun = performance.now(); begun < end || latencies.length === 0;) {
      await send();
      const now = performance.now();
      // In a time that is too short for one request, as in the smoke run, the first one counts all the same.
      if (now >= start && (now < end || latencies.length === 0)) latencies.push(now - begun);
      begun = now;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return {
    perSecond: (latencies.length * commandsEach) / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

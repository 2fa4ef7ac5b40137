import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';

import { COMMAND_TYPE } from '#access';

/** The same in every process of a test, so that those who post and those who know them need not meet. */
const SEED = Buffer.alloc(32, 'a seed for tests and nothing else');
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const key: KeyObject = createPrivateKey({ key: Buffer.concat([PKCS8, SEED]), format: 'der', type: 'pkcs8' });

function kidOf(actor: string): string {
  return `key of ${actor}`;
}

/** The file of keys by which a ledger knows these actors. */
export function keysFileOf(actors: readonly string[]): string {
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  return JSON.stringify({ keys: actors.map((sub) => ({ ...jwk, alg: 'EdDSA', kid: kidOf(sub), sub })) });
}

const SENDER = '上饶市财政局';
/** For who signs by other means. */
export const SENDER_KEY = {
  kid: kidOf(SENDER),
  pkcs8: key.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
};

/** The value of a message of budget.commands, signed just now by one of the tests' callers; what a header says may be said otherwise. */
export function signed(command: string | Uint8Array, header: Readonly<Record<string, unknown>> = {}): string {
  const iat = Math.floor(Date.now() / 1_000);
  const said = { alg: 'EdDSA', typ: COMMAND_TYPE, kid: kidOf(SENDER), aud: 'budget-ledger', iat, exp: iat + 300 };
  const input = `${inBase64(JSON.stringify({ ...said, ...header }))}.${inBase64(command)}`;
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
}

/** For a whole day, since long runs make their messages beforehand. */
export function signedBy(actor: string, command: string | Uint8Array, iat = Math.floor(Date.now() / 1_000)): string {
  return signed(command, { kid: kidOf(actor), iat, exp: iat + 86_400 });
}

function inBase64(part: string | Uint8Array): string {
  return Buffer.from(part).toString('base64url');
}

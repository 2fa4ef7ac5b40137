import { type Bilingual, Problem, readJson } from '#platform';
import { compactVerify } from 'jose';
import { z } from 'zod';

import type { KnownKeys } from './key-file';
import type { Principal } from './principal';
import { malformedToken, tokenProblem } from './token-problem';
import { ALGORITHMS, CLOCK_SKEW_SECONDS } from './verify-token';

/** What a command says that it is, so that nothing that was signed for another use is taken for one (RFC 8725). */
export const COMMAND_TYPE = 'budget-command+jws';
/** A message waits in its topic while a ledger is down, over long holidays too. */
export const LONGEST_WAIT_SECONDS = 14 * 24 * 60 * 60;

const MOST_HEADER_CHARACTERS = 4_096;
const HEADER_JSON = { depth: 4, keys: 20, items: 20, values: 100 };
const COMPACT = /^([\w-]+)\.[\w-]+\.[\w-]+$/;

const headerSchema = z.looseObject({
  alg: z.string(),
  typ: z.string(),
  kid: z.string().min(1).max(256),
  aud: z.union([z.string(), z.array(z.string()).min(1).max(20)]),
  iat: z.number(),
  exp: z.number(),
});
type Header = z.output<typeof headerSchema>;

/** What somebody has signed, and who that is. */
export interface Opened {
  sender: Principal;
  /** The command's bytes as they were signed. */
  payload: Uint8Array;
}

/**
 * Commands that come by a way that says nothing of their sender: each is a JWS (RFC 7515) in its compact form, whose payload is the very JSON
 * that HTTP takes, and whose header says for which ledger and until when it was signed, as ACME says it (RFC 8555).
 */
export class SignedCommands {
  constructor(
    private readonly keys: () => KnownKeys | undefined,
    private readonly ledgerId: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** Throws the problem of what nobody who is known has signed for this ledger and this time. */
  async open(value: Uint8Array | null): Promise<Opened> {
    const text = Buffer.from(value ?? []).toString('latin1');
    const head = COMPACT.exec(text)?.[1];
    if (head === undefined) throw new Problem('message-unsigned');
    const header = headerIn(head);
    const key = this.keys()?.named(header.kid);
    if (key === undefined) throw new Problem('token-unknown-key', UNKNOWN_KEY);
    const payload = await payloadOf(text, key);
    this.requireTimes(header);
    return {
      sender: { actor: key.actor, identified: { by: 'key', key: header.kid }, groups: [], claims: {} },
      payload,
    };
  }

  /** Asked once the signature is known to be good, so that nobody is told about what another has signed. */
  private requireTimes({ aud, iat, exp, nbf }: Header): void {
    if (![aud].flat().includes(this.ledgerId)) throw new Problem('token-wrong-audience', foreign(this.ledgerId));
    if (exp - iat > LONGEST_WAIT_SECONDS) throw malformedToken(TOO_LONG);
    const now = this.now() / 1_000;
    if (exp <= now - CLOCK_SKEW_SECONDS) throw new Problem('token-expired', OVER);
    const from = typeof nbf === 'number' ? Math.max(iat, nbf) : iat;
    if (from > now + CLOCK_SKEW_SECONDS) throw new Problem('token-not-yet-valid', EARLY);
  }
}

async function payloadOf(text: string, { alg, key }: NonNullable<ReturnType<KnownKeys['named']>>): Promise<Uint8Array> {
  try {
    return (await compactVerify(text, key, { algorithms: [alg] })).payload;
  } catch (error) {
    throw tokenProblem(error) ?? error;
  }
}

/** What the header says, none of which counts before the signature is checked. */
function headerIn(encoded: string): Header {
  if (encoded.length > MOST_HEADER_CHARACTERS)
    throw malformedToken({ zh: '签名头过长。', en: 'The header is too long.' });
  const read = readJson(Buffer.from(encoded, 'base64url'), HEADER_JSON);
  if (!read.ok)
    throw malformedToken({ zh: `签名头：${read.problem.words.zh}`, en: `The header: ${read.problem.words.en}` });
  const said = Object(read.value) as Record<string, unknown>;
  const { alg } = said;
  if (!ALGORITHMS.some((known) => known === alg)) throw new Problem('token-wrong-algorithm');
  // Extensions that must be understood, and payloads that stand there without being encoded: none is known here.
  if ('crit' in said || 'b64' in said) throw malformedToken(EXTENDED);
  const parsed = headerSchema.safeParse(said);
  if (!parsed.success) {
    const name = parsed.error.issues[0]?.path[0];
    throw malformedToken({
      zh: `签名头缺少 ${String(name)}，或其值有误。`,
      en: `The header's ${String(name)} is missing or wrong.`,
    });
  }
  const { typ } = parsed.data;
  if (typ.toLowerCase().replace(/^application\//, '') !== COMMAND_TYPE) throw malformedToken(OTHER_TYPE);
  return parsed.data;
}

const UNKNOWN_KEY: Bilingual = {
  zh: '签名头的 kid 不在 LEDGER_KEYS_FILE 中。',
  en: "The header's kid stands in no LEDGER_KEYS_FILE of this ledger.",
};
const EXTENDED: Bilingual = { zh: '签名头不得含 crit 或 b64。', en: 'The header must hold neither crit nor b64.' };
const OTHER_TYPE: Bilingual = {
  zh: `签名头的 typ 应为 ${COMMAND_TYPE}。`,
  en: `The header's typ must be ${COMMAND_TYPE}.`,
};
const TOO_LONG: Bilingual = {
  zh: '签名头的 exp 最多比 iat 晚 14 天。',
  en: "The header's exp may lie at most 14 days behind its iat.",
};
const OVER: Bilingual = {
  zh: '签名的有效期（exp）已过：请用同一命令编号重新签名后再发。',
  en: 'What was signed is over (exp): sign it anew, with the same command id, and post it again.',
};
const EARLY: Bilingual = {
  zh: '签名的时间（iat）在未来：请校准发送方的时钟。',
  en: 'It was signed in the future (iat): set the clock of the sender right.',
};

function foreign(ledgerId: string): Bilingual {
  return { zh: `签名头的 aud 应为 ${ledgerId}。`, en: `The header's aud must be ${ledgerId}.` };
}

import type { ServerResponse } from 'node:http';

import { Problem } from '#platform';

/** The client has closed its connection before it was answered: nobody hears of it, and nobody is to blame. */
class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** How long a read is worked at: until it is answered, its client hangs up, or it has had the time that a read may take. */
export interface ReadLife {
  /** Aborted with a problem that is answered, or by a client that has gone. */
  end: AbortSignal;
  readonly clientIsGone: boolean;
  /** The answer is made, and sending it takes as long as its reader does. */
  over(): void;
}

export function beginRead(response: ServerResponse, limitSeconds: number): ReadLife {
  const ending = new AbortController();
  const hangUp = (): void => ending.abort(new ClientGone());
  const timer = setTimeout(() => ending.abort(readTooLong(limitSeconds)), limitSeconds * 1_000);
  response.once('close', hangUp);
  return {
    end: ending.signal,
    get clientIsGone() {
      return ending.signal.reason instanceof ClientGone;
    },
    over: () => {
      clearTimeout(timer);
      response.off('close', hangUp);
    },
  };
}

function readTooLong(limitSeconds: number): Problem {
  const detail = {
    zh: `一次查询最长 ${limitSeconds} 秒，本次未能完成，已中止。请缩小范围：按部门查询，用 limit 分页，或改取 format=csv；也可稍后再试。`,
    en: `A read may take ${limitSeconds} s; this one had not ended by then and was given up. Ask for less: for a department, for pages with limit, or for format=csv; or try again later.`,
  };
  return new Problem('read-too-long', detail, { limitSeconds });
}

import { setTimeout as delay } from 'node:timers/promises';

import type { Receipt } from '#imports';

export interface SeenImport {
  id: string;
  state: string;
  progress: { total: number; done: number; recorded: number; refused: number; reason?: string };
  report: {
    notes: string[];
    faults: { row: number; column?: string; found?: string; message: string }[];
    faultsLeftOut?: number;
    stoodBefore: number;
    units: { unit: string; lines: number; before: { currentYuan: string }; after: { currentYuan: string } }[];
    lines: { unit: string; before: { currentYuan: string }; after: { currentYuan: string } }[];
    linesLeftOut?: number;
  };
  receipts: Receipt[];
  receiptsLeftOut?: number;
  position?: string;
}

/** Sends files as somebody. */
export function importsOf(url: string, token: string) {
  const authorization = `Bearer ${token}`;
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization, ...(init.headers as Record<string, string>) };
    const response = await fetch(`${url}/v1/imports${path}`, { ...init, headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const asked = async (path: string, init?: RequestInit) => {
    const { text, ...rest } = await ask(path, init);
    return { ...rest, body: JSON.parse(text) as SeenImport & { code?: string; detail?: string } };
  };
  return {
    ask,
    send: (content: string | Uint8Array, query = '', type = 'text/csv') =>
      asked(query, { method: 'POST', headers: { 'content-type': type }, body: content as string }),
    read: (id: string) => asked(`/${id}`),
    confirm: (id: string) => asked(`/${id}/confirm`, { method: 'POST' }),
    async untilDone(id: string): Promise<SeenImport> {
      for (let tries = 0; ; tries += 1) {
        const { body } = await asked(`/${id}`);
        if (body.state !== 'posting') return body;
        if (tries > 1_200) throw new Error(`the import is still ${JSON.stringify(body.progress)}`);
        await delay(50);
      }
    },
  };
}

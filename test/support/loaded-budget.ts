import { join } from 'node:path';

import { newestPositions } from '#imports';

import { importFile } from '../../apps/standalone/src/import-file';
import type { LedgerClient } from '../../apps/standalone/src/ledger-client';

const DATA = join(__dirname, '..', '..', 'data', 'shangrao-2024');

/** Loads the real budget of 2023 and 2024 as `npm start` does, and answers where the log stands behind it. */
export async function loadShangrao(client: LedgerClient): Promise<string> {
  const positions: string[] = [];
  for (const name of ['commands.json', 'facts.csv']) {
    positions.push(...(await importFile(join(DATA, name), client, () => undefined)).positions);
  }
  return newestPositions(positions);
}

/** Posts commands of the real budget's division, each under an id and a document of its own, and remembers where the newest stands. */
export class Poster {
  private commands = 0;

  constructor(
    private readonly client: LedgerClient,
    private readonly idPrefix: string,
    public position: string,
  ) {}

  async post(command: Record<string, unknown>, department = '126'): Promise<void> {
    this.commands += 1;
    const basis = {
      commandId: `${this.idPrefix}-${this.commands}`,
      division: '361100',
      department,
      documentNumber: `样例〔2024〕${this.commands}号`,
    };
    const [answer] = await this.client.post([{ ...basis, effectiveDate: '2024-05-01', ...command }]);
    if (answer?.status !== 201) throw new Error(JSON.stringify(answer));
    this.position = newestPositions([...this.position.split(','), String(answer.body['position'])]);
  }
}

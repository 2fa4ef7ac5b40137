import { reasonOf } from '#basics';
import { within } from '#log';
import { Readiness } from '#platform';
import { type Database, isMigrated } from '#read-model';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { DATABASE } from './configuration';

/** Readiness waits for no part much longer than this, and then could not say what is wrong. */
const ANSWERED_WITHIN_MS = 2_000;

/** Says whether there is something to read, and closes the connections at the end. */
@Injectable()
export class ReadingDatabase implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Readiness) readiness: Readiness,
  ) {
    readiness.register('query', () => this.unreadiness());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.end();
  }

  private async unreadiness(): Promise<string | undefined> {
    try {
      return (await within(isMigrated(this.database), 'a question', ANSWERED_WITHIN_MS))
        ? undefined
        : 'the projector has not made the tables yet';
    } catch (error) {
      return `the database does not answer: ${reasonOf(error)}`;
    }
  }
}

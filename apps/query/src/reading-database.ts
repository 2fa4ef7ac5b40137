import { reasonOf } from '#basics';
import { within } from '#log';
import { Readiness } from '#platform';
import { NothingServed, OWN_VERSION, type ReadModels, type VersionState } from '#read-model';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { READ_MODELS } from './configuration';

/** Readiness waits for no part much longer than this, and then could not say what is wrong. */
const ANSWERED_WITHIN_MS = 2_000;

/** Says whether there is something to read, and closes the connections at the end. */
@Injectable()
export class ReadingDatabase implements OnApplicationShutdown {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(Readiness) readiness: Readiness,
  ) {
    readiness.register('query', () => this.unreadiness());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.readModels.end();
  }

  private async unreadiness(): Promise<string | undefined> {
    try {
      await within(this.readModels.serving(), 'a question', ANSWERED_WITHIN_MS);
      return undefined;
    } catch (error) {
      if (!(error instanceof NothingServed)) return `the database does not answer: ${reasonOf(error)}`;
      return nothingServed(await this.readModels.versions().catch(() => []));
    }
  }
}

/** Why there is nothing to read, with how far the version is that will be read. */
function nothingServed(versions: readonly VersionState[]): string {
  const own = versions.filter(({ form }) => form === OWN_VERSION.form).at(-1);
  if (own === undefined) return 'the projector has not made the tables yet';
  const { version, progress, failure } = own;
  if (failure !== null) return `filling version ${version} of the tables has failed: ${failure}`;
  if (progress === null) return `version ${version} of the tables has not caught up with the log yet`;
  const { phase, records, recordsTotal, secondsLeft, isUnderWay } = progress;
  if (!isUnderWay) {
    return `filling version ${version} of the tables stands still at ${records} of ${recordsTotal} records: a projector has to go on with it`;
  }
  const left = secondsLeft === null ? '' : `, about ${Math.ceil(secondsLeft)} s left`;
  return `version ${version} of the tables is being filled (${phase}): ${records} of ${recordsTotal} records${left}`;
}

import { eventIdOf, positionOf } from '#domain';
import {
  countOpenYears,
  type Database,
  historyFromOf,
  readStops,
  type ReadModelVersion,
  type StreamStop,
} from '#read-model';

const MOST_NAMED = 10;
const COUNT_EVERY_MS = 60_000;

/** What an operator should know of a projector that is ready: none of it is a reason to take it out of service. */
export class Notices {
  private countedAt = -Infinity;
  private openYears: number | undefined;

  constructor(
    private readonly database: Database,
    private readonly version: Pick<ReadModelVersion, 'version'>,
  ) {}

  async told(): Promise<{ notice: string } | undefined> {
    const stops = await readStops(this.database, {}).catch(() => []);
    const notices = [stopsNotice(stops), await this.leftOutNotice().catch(() => undefined)];
    const told = notices.filter((notice) => notice !== undefined);
    return told.length === 0 ? undefined : { notice: told.join('; ') };
  }

  /** Counting looks at every year there is, so that it is done now and then. */
  private async leftOutNotice(): Promise<string | undefined> {
    const { version } = this.version;
    const historyFrom = historyFromOf(version);
    if (historyFrom === undefined) return undefined;
    if (performance.now() - this.countedAt > COUNT_EVERY_MS) {
      this.openYears = await countOpenYears(this.database, version);
      this.countedAt = performance.now();
    }
    const open = this.openYears ?? 0;
    const unclosed = open === 0 ? '' : `, ${open} years of departments before it are not closed yet`;
    return `the tables hold history from ${historyFrom} on${unclosed}`;
  }
}

function stopsNotice(stops: readonly StreamStop[]): string | undefined {
  if (stops.length === 0) return undefined;
  const named = stops
    .slice(0, MOST_NAMED)
    .map(
      ({ stream, revision, partition, offset }) =>
        `${eventIdOf({ stream, revision })} before ${positionOf({ partition, offset })}`,
    );
  const more = stops.length > MOST_NAMED ? `, and ${stops.length - MOST_NAMED} more` : '';
  return `streams that wait for an operator: ${named.join(', ')}${more}`;
}

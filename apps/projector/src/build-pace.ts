import type { BuildProgress } from '#read-model';

/** How fast tables are filled. The pace is that of the whole filling so far, which swings less than that of the last second. */
export class BuildPace {
  private phase: BuildProgress['phase'] = 'filling';
  private records = 0;
  private recordsTotal = 0;
  private readonly begun: number;
  private ended: number | undefined;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.begun = now();
  }

  reached(records: number, total: number): void {
    this.records = records;
    this.recordsTotal = total;
  }

  /** All records are read; how long the indexes take nobody knows. */
  indexing(): void {
    this.phase = 'indexing';
    this.ended = this.now();
  }

  get progress(): BuildProgress {
    const { phase, records, recordsTotal } = this;
    const seconds = Math.max(0.001, ((this.ended ?? this.now()) - this.begun) / 1_000);
    const perSecond = records / seconds;
    const secondsLeft = phase === 'indexing' || perSecond === 0 ? null : (recordsTotal - records) / perSecond;
    return { phase, records, recordsTotal, perSecond, secondsLeft };
  }

  get sentence(): string {
    const { phase, records, recordsTotal, perSecond, secondsLeft } = this.progress;
    const left = secondsLeft === null ? '' : `, about ${Math.ceil(secondsLeft)} s left`;
    const seconds = (this.now() - this.begun) / 1_000;
    return `${phase}, ${records} of ${recordsTotal} records at ${Math.round(perSecond)}/s, ${seconds.toFixed(1)} s so far${left}`;
  }
}

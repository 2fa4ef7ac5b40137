/** Who waits until the log of one partition has been read up to an end that was seen. */
export class AwaitedEnds {
  /** Told when the reader should bring at once what it has. */
  onBehind: () => void = () => undefined;
  private waiting: { end: number; go: () => void }[] = [];
  /** What stands before this offset is waited for, and only the reader can bring it. */
  private awaited = 0;
  private isClosed = false;

  constructor(private readonly read: { readonly nextOffset: number }) {}

  /** True once everything before the offset was read, or will never be because the partition has stopped. */
  hasPassed(end: number): boolean {
    return this.isClosed || this.read.nextOffset >= end;
  }

  /** True while somebody waits for what only the reader can bring. */
  get isBehind(): boolean {
    return !this.hasPassed(this.awaited);
  }

  /** Goes on once the offset has been passed; at once where it has been already. */
  whenPassed(end: number, go: () => void): void {
    if (this.hasPassed(end)) {
      go();
      return;
    }
    this.waiting.push({ end, go });
    this.expect(end);
  }

  untilPassed(end: number): Promise<void> {
    return new Promise((go) => this.whenPassed(end, go));
  }

  /** Something stands before this offset that nobody asks for, and that only the reader can bring. */
  expect(end: number): void {
    this.awaited = Math.max(this.awaited, end);
    this.onBehind();
  }

  /** Lets go on who has waited for what was read by now. */
  release(): void {
    if (this.waiting.length === 0) return;
    const passed = this.waiting.filter(({ end }) => this.hasPassed(end));
    this.waiting = this.waiting.filter(({ end }) => !this.hasPassed(end));
    for (const { go } of passed) go();
  }

  /** Nothing will be read any more, and nobody is to wait for it. */
  close(): void {
    this.isClosed = true;
    for (const { go } of this.waiting.splice(0)) go();
  }
}

/** A call that is heard also by who begins to wait after it. */
export class Signal {
  private called = false;
  private wake: (() => void) | undefined;

  call(): void {
    this.called = true;
    this.wake?.();
  }

  /** Waits for a call, for the time at most. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.called) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.wake = undefined;
    this.called = false;
  }
}

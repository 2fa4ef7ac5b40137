interface Waiting {
  goOn: () => void;
}

/** Who waits for a place, by whom they come from: each in his turn, however many of one wait. */
export class FairQueue {
  private readonly byOwner = new Map<string, Waiting[]>();

  get length(): number {
    return [...this.byOwner.values()].reduce((count, all) => count + all.length, 0);
  }

  /** Resolves when it is called on; fails with the reason of `end`, and is in nobody's way any more. */
  wait(owner: string, end: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.leave(owner, waiting);
        reject(end.reason as Error);
      };
      const waiting = {
        goOn: () => {
          end.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      if (end.aborted) {
        giveUp();
        return;
      }
      end.addEventListener('abort', giveUp, { once: true });
      const own = this.byOwner.get(owner);
      if (own === undefined) this.byOwner.set(owner, [waiting]);
      else own.push(waiting);
    });
  }

  /** Calls on the first of whoever was called on least lately. Whether anybody was there. */
  callNext(): boolean {
    const [first] = this.byOwner;
    if (first === undefined) return false;
    const [owner, all] = first;
    const next = all.shift();
    this.byOwner.delete(owner);
    if (all.length > 0) this.byOwner.set(owner, all);
    next?.goOn();
    return true;
  }

  private leave(owner: string, waiting: Waiting): void {
    const rest = (this.byOwner.get(owner) ?? []).filter((one) => one !== waiting);
    if (rest.length === 0) this.byOwner.delete(owner);
    else this.byOwner.set(owner, rest);
  }
}

import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

import { bytesOf, newStreamState, type StreamState } from './stream-state';

/** Room is made for more than the next one, so that not every further stream costs a spill. */
const LEFT_AFTER_SPILL = 0.8;

/**
 * The states of any number of streams in so much memory: those that were not touched for longest stand in a file without a name, which
 * is gone with the process. File access waits, as the fold cannot go on without the state: this belongs into a thread of its own.
 */
export class SpillingStates {
  /** By stream, the one touched last at the end. */
  private readonly resident = new Map<string, { state: StreamState; bytes: number }>();
  private readonly spilled = new Map<string, { at: number; length: number }>();
  private residentBytes = 0;
  private file: number | undefined;
  private fileEnd = 0;
  private garbage = 0;
  /** How often a state was written to the file. */
  spills = 0;

  constructor(private readonly mostBytes: number) {}

  /** How long the file is. */
  get fileBytes(): number {
    return this.fileEnd;
  }

  /** The state of a stream, new where it was not met before. Others may be spilled, so that only the last answer may be changed. */
  of(stream: string): StreamState {
    const known = this.resident.get(stream);
    if (known !== undefined) {
      this.resident.delete(stream);
      this.resident.set(stream, known);
      return known.state;
    }
    const state = this.readBack(stream) ?? newStreamState(stream);
    this.resident.set(stream, { state, bytes: 0 });
    this.resized(state);
    return state;
  }

  /** Must be told whenever a state has grown. */
  resized(state: StreamState): void {
    const entry = this.resident.get(state.stream);
    if (entry === undefined) return;
    const bytes = bytesOf(state);
    this.residentBytes += bytes - entry.bytes;
    entry.bytes = bytes;
    if (this.residentBytes > this.mostBytes) this.spill(state.stream);
  }

  /** All states by name, each once. */
  *all(): Generator<StreamState> {
    for (const stream of [...this.resident.keys(), ...this.spilled.keys()].sort()) {
      yield this.resident.get(stream)?.state ?? this.read(stream) ?? newStreamState(stream);
    }
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private spill(except: string): void {
    for (const [stream, { state, bytes }] of this.resident) {
      if (this.residentBytes <= this.mostBytes * LEFT_AFTER_SPILL) break;
      if (stream === except) continue;
      const content = serialize(state);
      this.spilled.set(stream, { at: this.append(content), length: content.length });
      this.resident.delete(stream);
      this.residentBytes -= bytes;
      this.spills += 1;
    }
    // With less garbage than this, or less than what counts, to write it anew costs more than the room is worth.
    if (this.garbage > Math.max(this.mostBytes, this.fileEnd - this.garbage)) this.rewrite();
  }

  private readBack(stream: string): StreamState | undefined {
    const state = this.read(stream);
    this.garbage += this.spilled.get(stream)?.length ?? 0;
    this.spilled.delete(stream);
    return state;
  }

  private read(stream: string): StreamState | undefined {
    const place = this.spilled.get(stream);
    return place === undefined ? undefined : (deserialize(this.contentAt(place)) as StreamState);
  }

  private contentAt({ at, length }: { at: number; length: number }): Buffer {
    const content = Buffer.allocUnsafe(length);
    for (let got = 0; got < length;) {
      const more = readSync(this.file ?? -1, content, got, length - got, at + got);
      if (more === 0) throw new Error('the file of spilled streams ends too early');
      got += more;
    }
    return content;
  }

  private append(content: Buffer): number {
    this.file ??= namelessFile();
    const at = this.fileEnd;
    for (let put = 0; put < content.length;) {
      put += writeSync(this.file, content, put, content.length - put, at + put);
    }
    this.fileEnd = at + content.length;
    return at;
  }

  /** What counts moves to the front of the file, in the order in which it stands. */
  private rewrite(): void {
    const places = [...this.spilled.values()].sort((a, b) => a.at - b.at);
    this.fileEnd = 0;
    for (const place of places) place.at = this.append(this.contentAt(place));
    this.garbage = 0;
    ftruncateSync(this.file ?? -1, this.fileEnd);
  }
}

function namelessFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'budget-ledger-fill-'));
  const file = openSync(join(folder, 'streams'), 'w+', 0o600);
  rmSync(folder, { recursive: true });
  return file;
}

import { type Envelope, sourceOf } from '../rule/envelope';
import type { Words } from './verify-report';

/** What a correct writer writes into every envelope, beyond what the log's rule asks of it. */
export class EnvelopeCheck {
  private readonly source: string;
  /** The day of the newest time that was seen to be one, as `2024-03-01T`. */
  private day = '';

  constructor(ledgerId: string) {
    this.source = sourceOf(ledgerId);
  }

  /** What is wrong in the envelope of an accepted record; `before` is the time of the one before it in its stream. */
  wrongIn(stream: string, envelope: Envelope, before: string, isNewId: boolean): Words | undefined {
    const { id, source, time, commandid, revision } = envelope;
    // Put together, the expected id would be a new string for every record.
    if (!id.startsWith(stream) || id.slice(stream.length) !== `@${revision}`) {
      return {
        zh: `事件编号为 ${id}，应为 ${stream}@${revision}`,
        en: `its id is ${id} and must be ${stream}@${revision}`,
      };
    }
    if (source !== this.source)
      return { zh: `来源为 ${source}，应为 ${this.source}`, en: `its source is ${source} and must be ${this.source}` };
    if (!this.isInstant(time)) {
      return { zh: `时间 ${time} 不是 UTC 时刻`, en: `its time ${time} is no UTC instant with milliseconds` };
    }
    if (time < before) {
      return {
        zh: `时间 ${time} 早于前一条的 ${before}`,
        en: `its time ${time} lies before ${before} of the record before it`,
      };
    }
    if (!isNewId) {
      return {
        zh: `命令编号 ${commandid} 在本部门已出现过`,
        en: `the command id ${commandid} stands in this stream already`,
      };
    }
    return undefined;
  }

  /** An envelope's time has the form of an instant; whether there is such a day and hour costs more to ask. */
  private isInstant(time: string): boolean {
    const isOnKnownDay = this.day !== '' && time.startsWith(this.day);
    if (isOnKnownDay && time.slice(11, 13) < '24' && time.slice(14, 16) < '60' && time.slice(17, 19) < '60')
      return true;
    if (Number.isNaN(Date.parse(time))) return false;
    this.day = time.slice(0, 11);
    return true;
  }
}

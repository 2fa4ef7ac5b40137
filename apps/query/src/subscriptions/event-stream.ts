import type { ServerResponse } from 'node:http';

import { sseHeartbeat, sseMessage, sseRetry } from '#platform';
import type { ComeAgainReason } from '#wire';

import type { SubscriptionLimits } from './limits';

/** Why a stream that was open ends; who is not let in at all is told by the problem that it met. */
type EndReason = Exclude<ComeAgainReason, 'overloaded' | 'position-not-reached'>;

export const END_WORDS: Readonly<Record<EndReason, { zh: string; en: string }>> = {
  'slow-reader': { zh: '读取过慢，请稍后从最后一个编号继续。', en: 'You read too slowly; go on from your last id.' },
  shutdown: { zh: '服务正在停止，请稍后从最后一个编号继续。', en: 'The service stops; go on from your last id.' },
  unavailable: {
    zh: '暂时无法读取，请稍后从最后一个编号继续。',
    en: 'Nothing can be read at present; go on from your last id.',
  },
  'history-too-large': {
    zh: '编号之后的往年变动过多，无法一次取回。请不带编号重新连接，从当前状态开始；或改为按部门订阅，从原编号续接。',
    en: 'What lies behind your id is more history than can be fetched at once. Connect again without an id and begin with the state of now, or go on from it one department at a time.',
  },
  'other-log': {
    zh: '账本已更换，原有编号失效，请不带编号重新连接。',
    en: 'The log is another one; your ids mean nothing in it. Connect again without an id.',
  },
  'rights-changed': {
    zh: '你的权限已变更，请不带编号重新连接；无权查阅的，会得到 403 及其原因。',
    en: 'What you may read has changed. Connect again without an id; where you may read none of it, the answer is 403 and says why.',
  },
  'token-expired': {
    zh: '令牌已过期，请用新令牌从最后一个编号继续。',
    en: 'Your token has expired; go on from your last id with a new one.',
  },
  mended: {
    zh: '曾停止的部门已恢复，其间的记录在原有编号之前，请不带编号重新连接。',
    en: 'A department that had stopped goes on; what it recorded meanwhile lies before your ids. Connect again without an id.',
  },
};

const BEGIN_AGAIN: ReadonlySet<EndReason> = new Set(['history-too-large', 'other-log', 'mended', 'rights-changed']);

/** One reader's end of an event stream: what waits for it can be seen and waited for. */
export class EventStream {
  private readonly ending = new AbortController();
  private stuckSince: number | undefined;
  private readonly closed: Promise<void>;

  constructor(
    private readonly response: ServerResponse,
    private readonly limits: SubscriptionLimits,
    onClose: () => void,
  ) {
    this.closed = new Promise((resolve) => {
      response.once('close', () => {
        this.ending.abort(new Error('the reader has gone'));
        onClose();
        resolve();
      });
    });
    response.on('drain', () => (this.stuckSince = undefined));
    response.write(sseRetry(limits.retryMs));
  }

  get isOpen(): boolean {
    return !this.end.aborted;
  }

  /** Aborted when nothing more can be sent. */
  get end(): AbortSignal {
    return this.ending.signal;
  }

  /** True where nothing more should be sent until the reader has taken what waits for it. */
  get isFull(): boolean {
    return this.response.writableLength > this.limits.bufferBytes;
  }

  send(event: string, data: string, id?: string): void {
    if (this.isOpen) this.write(sseMessage(event, data, id));
  }

  /** Tells a reader that has not emptied its buffer for long to come again. */
  heartbeat(id: string | undefined): void {
    if (!this.isOpen) return;
    const isStuck = this.stuckSince !== undefined && Date.now() - this.stuckSince > this.limits.stuckMs;
    if (isStuck) this.comeAgain('slow-reader');
    else if (!this.isFull) this.write(sseHeartbeat(id));
  }

  /** Waits until the reader has taken what was sent. */
  async drained(): Promise<void> {
    while (this.isOpen && this.response.writableNeedDrain) {
      await Promise.race([this.closed, new Promise((resolve) => this.response.once('drain', resolve))]);
    }
  }

  comeAgain(reason: EndReason): void {
    if (!this.isOpen) return;
    this.ending.abort(new Error('the reader has been told to come again'));
    const { retryMs, lingerMs } = this.limits;
    const data = JSON.stringify({ reason, ...END_WORDS[reason], retryMs });
    // Who has to begin again is given an empty id, which makes a browser forget the last one.
    const id = BEGIN_AGAIN.has(reason) ? '' : undefined;
    this.response.end(`${sseRetry(retryMs)}${sseMessage('come-again', data, id)}`);
    setTimeout(() => this.response.destroy(), lingerMs).unref();
  }

  private write(text: string): void {
    if (!this.response.write(text)) this.stuckSince ??= Date.now();
  }
}

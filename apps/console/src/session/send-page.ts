import type { FastifyReply } from 'fastify';

/** A page that is for this moment alone. Its form tells where it comes from, which it would not under `no-referrer`. */
export function sendPage(reply: FastifyReply, status: number, html: string): void {
  void reply
    .status(status)
    .type('text/html; charset=utf-8')
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' })
    .send(html);
}

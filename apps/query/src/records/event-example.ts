import { createHash } from 'node:crypto';

import { stoodExample } from '../http/standing-example';
import { auditTrailExample } from '../streams/audit-trail-example';
import type { EventAnswer } from './event-answer';

const [trailEvent] = auditTrailExample.events as [(typeof auditTrailExample.events)[number]];
const text = JSON.stringify({
  specversion: '1.0',
  id: trailEvent.eventId,
  type: trailEvent.type,
  source: 'urn:budget-ledger:budget-ledger',
  subject: '361100/126',
  time: trailEvent.recordedAt,
  datacontenttype: 'application/json',
  revision: trailEvent.revision,
  prevhash: trailEvent.prevhash,
  commandid: trailEvent.commandId,
  commandhash: '9dd16dd2da08439eb15b238129d90964de97f9a5e83c82261cd2d8a10cb642e6',
  actor: trailEvent.actor,
  correlationid: trailEvent.correlationId,
  data: trailEvent.data,
});
const sha256 = createHash('sha256').update(text).digest('hex');
const event = { ...trailEvent, hash: sha256 };
const stream = '/v1/streams/361100/126/events';

export const eventExample: EventAnswer = {
  stream: '361100/126',
  event,
  record: { base64: Buffer.from(text).toString('base64'), text, sha256, isSame: true },
  before: {
    revision: 5,
    hash: event.prevhash,
    prevhash: 'a0592fca2b215a547522407197441fb4ab4af993d211201c36f18b2f9d29ef54',
    href: `${stream}/5`,
  },
  behind: {
    revision: 7,
    hash: '7a6af465b6486522fc4555d7c3cf30f2776c8b7718248d522a630ded3fffb5d7',
    prevhash: sha256,
    href: `${stream}/7`,
  },
  ...stoodExample,
};

import type { AccessAnswer } from './access-answer';

export const accessExample: AccessAnswer = {
  from: '2026-01-05',
  to: '2026-01-11',
  records: [
    {
      at: '2026-01-05T08:00:00.000Z',
      until: '2026-01-05T08:00:41.000Z',
      times: 12,
      outcome: 'refused',
      way: 'http',
      actor: '李四',
      how: 'token',
      address: '10.20.1.7',
      action: 'post',
      resource: '361100/127',
      code: 'forbidden',
      service: 'budget-ledger',
    },
  ],
  next: '1204',
};

import type { z } from 'zod';

import { stoodExample } from '../http/standing-example';
import type { streamAnswer } from './stream-answer';

export const streamExample: z.output<typeof streamAnswer> = {
  stream: '361100/126',
  hash: '36c977151c2c75edd6edcfacf7e728eeebd499d9ff051b2a79b5ffe9c7e6e92d',
  time: '2024-05-06T02:30:01.000Z',
  ...stoodExample,
};

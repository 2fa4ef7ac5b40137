import { Unknown } from '../http/answer';

export function unknownStream(stream: string): Unknown {
  return new Unknown({
    zh: `${stream} 没有任何记录，或当时还没有。`,
    en: `Stream ${stream} has no event, or had none by then.`,
  });
}

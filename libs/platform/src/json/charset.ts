import { Problem } from '../problem';

/** Spellings of UTF-8, and ASCII, which is a part of it. */
const TAKEN = new Set(['utf-8', 'utf8', 'us-ascii']);

/** The problem of a content type that names another charset than UTF-8; guessing at the text would record something else. */
export function charsetProblem(contentType: string | undefined): Problem | undefined {
  const charset = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(contentType ?? '');
  if (charset === null) return undefined;
  const named = (charset[1] ?? charset[2] ?? '').trim();
  if (TAKEN.has(named.toLowerCase())) return undefined;
  return new Problem('unsupported-media-type', {
    zh: `请求内容须为 UTF-8 编码，不接受“${named}”。`,
    en: `Text must come in UTF-8; the charset ${named} is not taken.`,
  });
}

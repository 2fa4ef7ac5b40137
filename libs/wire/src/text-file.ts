import { isUtf8 } from 'node:buffer';

/** Encodings that a file may be said to have. GBK and GB2312 are parts of GB18030. */
export const ENCODINGS = ['utf-8', 'gb18030', 'gbk', 'gb2312', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface TextFile {
  text: string;
  encoding: Encoding;
  /** Set where the encoding had to be recognised: people should know what their file was taken for. */
  note?: string;
}

/** A file that cannot be read as text without guessing; the message is a sentence in both languages. */
class TextFileError extends Error {
  override readonly name = 'TextFileError';

  constructor(
    /** The line of the file, from 1. */
    readonly row: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The text of a file that somebody made: UTF-8, UTF-16 with its mark, or GB18030 as Chinese spreadsheets write it. Nothing is read with
 * characters replaced: what fits no encoding whole is refused with its row. Throws TextFileError.
 */
export function textOfFile(bytes: Uint8Array, said?: Encoding): TextFile {
  if (WORKBOOKS.some((head) => head.every((byte, index) => bytes[index] === byte))) {
    throw new TextFileError(1, '这是 Excel 工作簿，请另存为 CSV 再导入。 this is an Excel workbook; save it as CSV');
  }
  if (said !== undefined) return { text: decoded(bytes, said), encoding: said };
  const marked = MARKS.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
  if (marked !== undefined) {
    const { encoding } = marked;
    const note = encoding === 'utf-8' ? {} : { note: recognised(encoding) };
    return { text: decoded(bytes, encoding), encoding, ...note };
  }
  if (isUtf8(bytes)) return { text: decoded(bytes, 'utf-8'), encoding: 'utf-8' };
  return gb18030(bytes);
}

/** How .xlsx and .xls begin. */
const WORKBOOKS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];

const MARKS: readonly { mark: readonly number[]; encoding: Encoding }[] = [
  { mark: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
];

function recognised(encoding: Encoding): string {
  const name = encoding === 'gb18030' ? 'GB18030（GBK）' : encoding.toUpperCase();
  return `文件不是 UTF-8，按 ${name} 读取；若不对，请用 --encoding 指定。 The file is no UTF-8 and was read as ${encoding}; --encoding overrules.`;
}

/** What a reader of another encoding makes of Chinese text: characters that nobody writes. */
const UNLIKELY = /[\p{Co}\p{Cn}\ufffd]/u;

function gb18030(bytes: Uint8Array): TextFile {
  const before = bytes.subarray(0, endOfUtf8(bytes));
  // Three bytes that are one Chinese character of UTF-8 do not come together by accident: only a part of the file is of another encoding.
  const isMixed = /[\u0800-\ufffc]/.test(Buffer.from(before).toString('utf8'));
  const text = isMixed ? undefined : strictly(bytes, 'gb18030');
  if (text === undefined || UNLIKELY.test(text)) {
    const row = rowAt(bytes, before.length);
    const kept = isMixed ? '此前各行是 UTF-8，此行不是' : '既不是 UTF-8 也不是 GB18030';
    throw new TextFileError(
      row,
      `第 ${row} 行编码有误：${kept}；请另存为 UTF-8，或用 --encoding 指定编码。 ` +
        `line ${row} is ${isMixed ? 'no UTF-8, though those above are' : 'neither UTF-8 nor GB18030'}; save the file as UTF-8, or name its encoding by --encoding`,
    );
  }
  return { text, encoding: 'gb18030', note: recognised('gb18030') };
}

function decoded(bytes: Uint8Array, encoding: Encoding): string {
  const text = strictly(bytes, encoding);
  if (text !== undefined) return text;
  const row = encoding === 'utf-8' ? rowAt(bytes, endOfUtf8(bytes)) : 1;
  const place = encoding === 'utf-8' ? `第 ${row} 行` : '文件内容';
  throw new TextFileError(
    row,
    `${place}不是 ${encoding} 编码。 ${row === 1 ? 'the file' : `line ${row}`} is no ${encoding}`,
  );
}

/** Undefined where any byte does not belong to the encoding. A mark at the head is no part of the text. */
function strictly(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    // GBK and GB2312 are read as what they are parts of.
    const whole = encoding.startsWith('gb') ? 'gb18030' : encoding;
    return new TextDecoder(whole, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** So much is looked at as a whole before the place is looked for in it. */
const PIECE_BYTES = 64 * 1024;
/** The longest character. */
const CHARACTER_BYTES = 4;

/** Up to where the bytes are whole characters of UTF-8. */
function endOfUtf8(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let at = 0;
  try {
    for (; at < bytes.length; at += PIECE_BYTES) decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true });
  } catch {
    // The character before may have begun in the piece before.
  }
  const begin = characterBegin(bytes, Math.max(0, at - CHARACTER_BYTES));
  let [good, bad] = [begin, Math.min(bytes.length, at + PIECE_BYTES)];
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2);
    if (isStartOfUtf8(bytes.subarray(begin, middle))) good = middle;
    else bad = middle - 1;
  }
  return good;
}

function characterBegin(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return at;
}

/** The last character may still be cut. */
function isStartOfUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function rowAt(bytes: Uint8Array, end: number): number {
  return bytes.subarray(0, end).reduce((row, byte) => (byte === 0x0a ? row + 1 : row), 1);
}

import { type Encoding, textOfFile } from './text-file';

const TEXT = '单位编码,项目\n126001,信息化（一期）𠮷\n';
/** The same in GB18030, its last character in the form of four bytes; Node writes no such bytes. */
const GB18030 = Buffer.from(
  'b5a5cebbb1e0c2eb2ccfeec4bf0a3132363030312cd0c5cfa2bbaf' + 'a3a8d2bbc6daa3a9' + '9534b235' + '0a',
  'hex',
);
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

it.each<[string, Buffer, Encoding, boolean]>([
  ['UTF-8', Buffer.from(TEXT), 'utf-8', false],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${TEXT}`), 'utf-8', false],
  ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(TEXT)]), 'utf-16le', true],
  ['UTF-16 the other way round', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(TEXT).swap16()]), 'utf-16be', true],
  ['GB18030', GB18030, 'gb18030', true],
])('%s is recognised, and what is not UTF-8 is said', (_, bytes, encoding, isSaid) => {
  const read = textOfFile(bytes);
  expect(read).toMatchObject({ text: TEXT, encoding });
  expect(read.note === undefined).toBe(!isSaid);
});

it('takes the encoding that it is told, and no other', () => {
  expect(textOfFile(GB18030, 'gbk').text).toBe(TEXT);
  expect(textOfFile(utf16(TEXT), 'utf-16le').text).toBe(TEXT);
  expect(() => textOfFile(GB18030, 'utf-8')).toThrow('第 1 行不是 utf-8 编码');
});

it.each<[string, Buffer, RegExp, number]>([
  [
    'neither UTF-8 nor GB18030',
    Buffer.from([0x61, 0x0a, 0x62, 0xff, 0x0a]),
    /^第 2 行编码有误：既不是 UTF-8 也不是 GB18030/,
    2,
  ],
  [
    'UTF-8 above and GBK below',
    Buffer.concat([Buffer.from(TEXT), GB18030]),
    /^第 3 行编码有误：此前各行是 UTF-8，此行不是/,
    3,
  ],
  [
    'UTF-8 with its mark that breaks off',
    Buffer.concat([Buffer.from('\ufeffa\n'), GB18030]),
    /^第 2 行不是 utf-8 编码/,
    2,
  ],
  ['GBK that was cut within a character', GB18030.subarray(0, 3), /既不是 UTF-8 也不是 GB18030/, 1],
  ["characters that are nobody's", Buffer.from([0xaa, 0xa1]), /既不是 UTF-8 也不是 GB18030/, 1],
  ['a workbook', Buffer.from('504b030414000600', 'hex'), /^这是 Excel 工作簿/, 1],
])('refuses %s with its row', (_, bytes, message, row) => {
  expect(() => textOfFile(bytes)).toThrow(message);
  try {
    textOfFile(bytes);
  } catch (error) {
    expect(error).toMatchObject({ row });
  }
});

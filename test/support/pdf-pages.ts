import PdfParser from 'pdf2json';

/** One page of a printed document, in points. */
export interface PdfPage {
  landscape: boolean;
  /** Its text as `plain` gives it, in the order in which it was drawn. */
  text: string;
}

/** The parser tells of every font that it has no name for, whatever it is asked to say; the test's own output is to stay readable. */
export async function pagesOf(pdf: Buffer): Promise<PdfPage[]> {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    return await parsedPages(pdf);
  } finally {
    log.mockRestore();
  }
}

function parsedPages(pdf: Buffer): Promise<PdfPage[]> {
  const parser = new PdfParser(null);
  return new Promise((resolve, reject) => {
    parser.on('pdfParser_dataError', (error) => {
      reject(error instanceof Error ? error : error.parserError);
    });
    parser.on('pdfParser_dataReady', ({ Pages }) => {
      resolve(
        Pages.map(({ Width, Height, Texts }) => ({
          landscape: Width > Height,
          text: plain(Texts.flatMap(({ R }) => R.map(({ T }) => textOf(T))).join('')),
        })),
      );
    });
    parser.parseBuffer(pdf, 0);
  });
}

/** Simplified radicals, which Unicode does not trace back to their characters by itself. */
const RADICALS = '⺠民⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟';
const CHARACTER_OF = new Map([...RADICALS.matchAll(/(.)(.)/gu)].map(([, radical, character]) => [radical, character]));

/**
 * Text to compare by: without spaces, and with the characters that a PDF cannot tell apart made one. The test font draws a radical
 * and its character with one glyph, and the parser reads its space as a G.
 */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u2e80-\u2eff]/g, (radical) => CHARACTER_OF.get(radical) ?? radical)
    .replace(/[\sG]/g, '');
}

/** Some versions of the parser escape their text. */
function textOf(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

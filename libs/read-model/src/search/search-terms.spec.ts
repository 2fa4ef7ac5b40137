import { isPlain } from '#postgres';
import fc from 'fast-check';

import { termsOf } from './search-terms';

describe('what a name is found by', () => {
  it('is its parts, its code, and the initials and the whole of its pinyin', () => {
    const terms = termsOf('上饶市妇女联合会', '126001').split('\n');
    expect(terms[0]).toBe('上饶市妇女联合会');
    for (const term of ['妇女联合会', '126001', 'srsfnlhh', 'fnlhh']) expect(terms).toContain(term);
  });

  it('can always be kept, characters beyond the first plane among it', () => {
    expect(termsOf('𠮷林省😀会').split('\n')[0]).toBe('𠮷林省😀会');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const name = text.replaceAll('\0', '');
        expect(isPlain(termsOf(name, '126001'))).toBe(true);
      }),
    );
  });
});

import { rowSpans } from './row-spans';

describe('row spans', () => {
  it('join equal neighbours and nothing else', () => {
    expect(rowSpans(['a', 'a', 'b', 'a', 'a', 'a'], (one, next) => one === next)).toEqual([2, 0, 1, 3, 0, 0]);
    expect(rowSpans([], () => true)).toEqual([]);
  });
});

import { emptyLine } from '#domain';

import { KnownLines } from './known-lines';

const line = (project: string) =>
  emptyLine(
    {
      unit: '126001',
      source: 'general',
      functionCode: '2010101',
      economicCode: '30101',
      category: 'project',
      project,
    } as never,
    2024,
  );
const named = (names: string[]) => names.map((name) => [name, line(name)] as const);

describe('known lines', () => {
  it('are those of their partition, the newest of each', () => {
    const known = new KnownLines(2);
    known.keep(0, named(['a', 'b']));
    const newer = line('newer');
    known.keep(0, [['a', newer]]);
    expect([...known.of(0).keys()].sort()).toEqual(['a', 'b']);
    expect(known.of(0).get('a')).toBe(newer);
    expect(known.of(1).size).toBe(0);
  });

  it('let those go first that were not touched for longest', () => {
    const known = new KnownLines(2, 6);
    known.keep(1, named(['a', 'b', 'c']));
    known.keep(1, named(['a', 'd']));
    expect([...known.of(1).keys()]).toEqual(['c', 'a', 'd']);
  });

  it('are known no more once they may have been written by somebody else', () => {
    const known = new KnownLines(1);
    known.keep(0, named(['a']));
    known.forget(0);
    expect(known.of(0).size).toBe(0);
  });
});

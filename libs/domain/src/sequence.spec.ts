import fc from 'fast-check';

import { Sequence } from './sequence';

/** Each step appends to one of the lists that there are already, so that lists are continued twice and more. */
const steps = fc.array(fc.record({ to: fc.nat(), item: fc.nat() }), { maxLength: 60 });

test('every list stays what it was, however often it and others are continued', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 3 }), steps, (first, appends) => {
      const lists = [Sequence.of(first)];
      const models = [first];
      for (const { to, item } of appends) {
        const from = to % lists.length;
        lists.push(lists[from]!.appended(item));
        models.push([...models[from]!, item]);
      }
      expect(lists.map((list) => [...list])).toEqual(models);
      expect(lists.map(({ length }) => length)).toEqual(models.map(({ length }) => length));
      lists.forEach((list, index) => {
        const model = models[index]!;
        for (const place of [-1, 0, model.length - 1, model.length]) {
          expect(list.at(place)).toBe(place < 0 ? undefined : model[place]);
        }
      });
    }),
  );
});

test('a list does not follow the array that it was made of', () => {
  const items = [1];
  const list = Sequence.of(items);
  items.push(2);
  expect([...list]).toEqual([1]);
  expect([...Sequence.of()]).toEqual([]);
});

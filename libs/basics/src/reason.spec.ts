import { errorOf, reasonOf } from './reason';

test('an error stays the one that was thrown, and anything else becomes one in its own words', () => {
  const thrown = new RangeError('too far');
  expect(errorOf(thrown)).toBe(thrown);
  expect(errorOf('gone')).toEqual(new Error('gone'));
  expect([reasonOf(thrown), reasonOf('gone'), reasonOf(undefined)]).toEqual(['too far', 'gone', 'undefined']);
});

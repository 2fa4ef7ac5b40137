import { entityTag, isNamedBy } from './entity-tag';

describe('the tag of an answer', () => {
  const tag = entityTag(['361100/126@17', 'layout', 'chart']);

  it('is another one for another basis or another layout', () => {
    expect(entityTag(['361100/126@18', 'layout', 'chart'])).not.toBe(tag);
    expect(entityTag(['361100/126@17', 'layout-2', 'chart'])).not.toBe(tag);
  });

  it.each([
    ['by itself', tag, true],
    ['without its mark of weakness, as a compressing proxy may send it', tag.replace('W/', ''), true],
    ['among others', `"a", ${tag}, "b"`, true],
    ['by whoever takes any', ' * ', true],
    ['by no other tag', '"a"', false],
    ['by no part of it', tag.slice(0, -2), false],
    ['by nothing', undefined, false],
  ])('is named %s', (_, header, is) => {
    expect(isNamedBy(header, tag)).toBe(is);
  });
});

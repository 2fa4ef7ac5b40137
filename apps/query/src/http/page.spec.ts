import { cursorOf, cursorText } from './cursor';
import { nextOf, pageOf } from './page';

const STANDING = { position: '3:41', readModel: 'v1' };
const letters = ['a', 'b', 'c', 'd', 'e'];
const page = (after: string | undefined, limit: number) =>
  pageOf(letters, (letter) => letter, {
    cursor: after === undefined ? undefined : { position: '3:41', after },
    limit,
    standing: STANDING,
  });

describe('a page', () => {
  it('leads to the next one, and all of them are the list', () => {
    const seen: string[] = [];
    for (let after: string | undefined, isLast = false; !isLast;) {
      const { items, next } = page(after, 2);
      seen.push(...items);
      const cursor = cursorOf(next.next ?? '');
      isLast = cursor === undefined;
      after = cursor?.after;
    }
    expect(seen).toEqual(letters);
  });

  it('has no next one where the list ends with it', () => {
    expect(page(undefined, 5)).toEqual({ items: letters, next: {} });
    expect(nextOf(STANDING, undefined)).toEqual({});
  });

  it('is refused where its cursor is of another question', () => {
    expect(() => page('z', 2)).toThrow(expect.objectContaining({ details: expect.objectContaining({ status: 400 }) }));
  });
});

describe('a cursor', () => {
  it('is read as it was written, whatever its key', () => {
    const cursor = { position: '3:41', after: '126001|项目 "一"', readModel: 'a1b2_2' };
    expect(cursorOf(cursorText(cursor))).toEqual(cursor);
  });

  it('of a program that knew one version only is of the version that is read', () => {
    const text = Buffer.from('["3:41","a"]').toString('base64url');
    expect(cursorOf(text)).toEqual({ position: '3:41', after: 'a' });
    expect(cursorOf(Buffer.from('["3:41","a","A; drop"]').toString('base64url'))).toBeUndefined();
  });

  it.each(['', 'abc', Buffer.from('["3:41"]').toString('base64url'), Buffer.from('["x","a"]').toString('base64url')])(
    'that nobody wrote is none: %j',
    (text) => {
      expect(cursorOf(text)).toBeUndefined();
    },
  );

  it('has no key that a database cannot compare', () => {
    expect(cursorOf(cursorText({ position: '3:41', after: 'a\0' }))).toBeUndefined();
    expect(cursorOf(cursorText({ position: '3:41', after: '\ud800' }))?.after).not.toBe('\ud800');
  });
});

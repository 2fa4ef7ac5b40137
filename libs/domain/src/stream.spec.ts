import { eventIdOf, parseStream, placeOfStream, streamOf, streamOfEvent } from './stream';

const place = { division: '361100', department: '126' };

describe('the name of a stream', () => {
  it('is read as it was made', () => {
    expect(streamOf(place)).toBe('361100/126');
    expect(parseStream('361100/126')).toEqual(place);
    expect(placeOfStream('361100/126')).toEqual(place);
  });

  it.each([
    '',
    'ledger',
    '361100',
    '361100/',
    '361100/1260',
    '361100/126/1',
    '36110/126',
    ' 361100/126',
    '361100/126\n',
  ])('is not %p', (text) => {
    expect(parseStream(text)).toBeUndefined();
  });

  it('of a stream of another kind is what stands around the slash', () => {
    expect(placeOfStream('ledger')).toEqual({ division: 'ledger', department: '' });
  });

  it('stands in the ids of its events', () => {
    const id = eventIdOf({ stream: '361100/126', revision: 17 });
    expect(id).toBe('361100/126@17');
    expect(streamOfEvent(id)).toBe('361100/126');
  });
});

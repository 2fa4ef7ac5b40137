import { parseAsOf } from '#domain';

import { versionOf } from './version';

describe('the version that a query asks for', () => {
  it('is the newest where nothing else is said', () => {
    expect(versionOf({})).toEqual({});
  });

  it('has both clocks', () => {
    const asOf = parseAsOf('17');
    expect(versionOf({ asOf, effectiveOn: '2024-03-31' })).toEqual({ asOf, effectiveOn: '2024-03-31' });
  });

  it('is on a later page that of the first one, whatever has been recorded since', () => {
    expect(versionOf({ asOf: parseAsOf('2024-06-30'), effectiveOn: '2024-03-31' }, { position: '3:41' })).toEqual({
      asOf: { kind: 'position', position: new Map([[3, 41]]) },
      effectiveOn: '2024-03-31',
    });
  });
});

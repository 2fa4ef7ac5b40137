import { match } from './match';
import { above, apiPath, departmentOf, pathOf, placeOf, yearPath } from './place';

const UNIT = { kind: 'unit', division: '361100', code: '126001' } as const;

describe('addresses of the console', () => {
  it('name their parts', () => {
    expect(match('/divisions/:division/units/:unit', '/divisions/361100/units/126001')).toEqual({
      division: '361100',
      unit: '126001',
    });
    expect(match('/work/:commandId', '/work/a%2Fb/')).toEqual({ commandId: 'a/b' });
    expect(match('', '/')).toEqual({});
  });

  it.each([
    '/divisions/361100/units',
    '/divisions/361100/units/126001/years',
    '/divisions//units/126001',
    '/other/361100/units/1',
  ])('%s is no address of a unit', (path) => {
    expect(match('/divisions/:division/units/:unit', path)).toBeUndefined();
  });

  it('does not fail for what cannot be decoded', () => {
    expect(match('/work/:commandId', '/work/%E0%A4%A')).toEqual({ commandId: '%E0%A4%A' });
  });

  it('lead from a unit to its department and its division', () => {
    expect([pathOf(UNIT), apiPath(UNIT), departmentOf(UNIT)]).toEqual([
      '/divisions/361100/units/126001',
      '/v1/units/361100/126001',
      '126',
    ]);
    const department = above(UNIT);
    expect(department).toEqual({ kind: 'department', division: '361100', code: '126' });
    expect(department && above(department)).toEqual({ kind: 'division', division: '361100', code: '361100' });
    expect(yearPath(UNIT, 2024)).toBe('/divisions/361100/units/126001/years/2024/tables/3');
  });

  it('come back from their parts as the same place', () => {
    for (const place of [UNIT, above(UNIT)]) {
      const pattern = `/divisions/:division/${place?.kind}s/:${place?.kind}`;
      expect(place && placeOf(match(pattern, pathOf(place)) ?? {})).toEqual(place);
    }
  });
});

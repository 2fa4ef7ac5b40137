import { Problem } from '#platform';

import { linesQuery } from '../lines/lines-request';
import { departmentPath, unitPath } from './parameters';
import { valid } from './valid';

function problemOf(read: () => unknown): Problem['details'] {
  try {
    read();
  } catch (error) {
    if (error instanceof Problem) return error.details;
    throw error;
  }
  throw new Error('it fits');
}

describe('a part of a request', () => {
  it('is read into what it means', () => {
    expect(valid(departmentPath, { division: '361100', department: '126' })).toEqual({
      division: '361100',
      department: '126',
    });
    expect(valid(linesQuery, { limit: '20', asOf: '17' })).toEqual({
      format: 'json',
      limit: 20,
      sort: 'key',
      asOf: { kind: 'revision', revision: 17 },
    });
  });

  it.each([
    ['a code of another length', unitPath, { division: '361100', unit: '126' }, 'unit'],
    ['a number with a sign', linesQuery, { limit: '+5' }, 'limit'],
    ['nothing of a list', linesQuery, { limit: '0' }, 'limit'],
    ['more than a page may hold', linesQuery, { limit: '5001' }, 'limit'],
    ['a format that the read does not have', linesQuery, { format: 'html' }, 'format'],
    ['a date that is none', linesQuery, { asOf: '2024-02-30' }, 'asOf'],
    ['a cursor that nobody gave', linesQuery, { cursor: 'abc' }, 'cursor'],
    ['a field that nobody knows', linesQuery, { colour: 'red' }, 'colour'],
    ['a field that stands twice', linesQuery, { limit: ['1', '2'] }, 'limit'],
  ])('is refused with its field in both languages: %s', (_, schema, input, field) => {
    const details = problemOf(() => valid<unknown>(schema, input));
    expect(details).toMatchObject({ status: 400, code: 'invalid-request', errors: [{ field }] });
    expect(details.detail).toMatch(new RegExp(`^参数 ${field} 有误.*。 ${field}: `));
  });
});

import { Problem } from '#platform';
import type { StreamStop } from '#read-model';

import { pageWithStops, problemWithStops, stoppedHeader, streamStopped } from './stops';

const stop = (department: number): StreamStop => ({
  stream: `361100/${department}`,
  revision: 4,
  partition: 2,
  offset: 9,
  reason: 'it is of a newer program',
});
const many = Array.from({ length: 25 }, (_, index) => stop(100 + index));

describe('streams that have stopped', () => {
  it('are named in a header, which stays short', () => {
    expect(stoppedHeader([stop(126), stop(127)])).toBe('361100/126@4=2:9, 361100/127@4=2:9');
    expect(stoppedHeader(many)).toMatch(/, \+5$/);
    expect(stoppedHeader([{ ...stop(126), stream: '上饶 "x"' }])).toMatch(/^[\x21-\x7e]+$/);
  });

  it('are named at the top of a page, whatever they are called', () => {
    const page = '<html><body class="a">书</body></html>';
    expect(pageWithStops(page, [])).toBe(page);
    const marked = pageWithStops(page, [{ ...stop(126), stream: '<b>' }]);
    expect(marked).toMatch(/^<html><body class="a">\n<div role="alert"/);
    expect(marked).toContain('&lt;b&gt;');
  });

  it('are named with what is not found, for they may keep it back, and not with a request that does not fit', () => {
    const named = (problem: Problem) => (problemWithStops(problem, many) as Problem).details;
    expect(named(new Problem('not-found'))).toMatchObject({ stoppedInAll: 25 });
    expect(named(new Problem('not-found'))['stopped']).toHaveLength(20);
    expect(named(new Problem('invalid-request'))).not.toHaveProperty('stopped');
    const other = new Error('it broke');
    expect(problemWithStops(other, many)).toBe(other);
  });

  it('are the answer to a question about what lies behind', () => {
    expect(streamStopped(stop(126), 17).details).toMatchObject({
      status: 503,
      code: 'stream-stopped',
      asked: 17,
      stopped: [{ stream: '361100/126', revision: 4, position: '2:9' }],
    });
  });
});

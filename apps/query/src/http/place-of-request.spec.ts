import type { FastifyRequest } from 'fastify';

import { placeOfRequest, streamOfParams } from './place-of-request';

function asking(params: object, query: object, url: string): FastifyRequest {
  return { params, query, routeOptions: { url } } as unknown as FastifyRequest;
}

describe('the stream of an address', () => {
  it.each([
    ['a department', { division: '361100', department: '126' }, { division: '361100', department: '126' }],
    ["a unit's department", { division: '361100', unit: '126001' }, { division: '361100', department: '126' }],
    ['none of a division', { division: '361100' }, undefined],
    ['none of what does not fit', { division: 'x', department: '126' }, undefined],
  ])('is that of %s', (_, params, stream) => {
    expect(streamOfParams(params)).toEqual(stream);
  });
});

describe('what a read is about', () => {
  it('is named by its address', () => {
    const request = asking({ division: '361100', unit: '126001' }, { division: '360000' }, '/v1/units/:division/:unit');
    expect(placeOfRequest(request)).toEqual({ division: '361100', unit: '126001', withTransits: false });
  });

  it('is named by its query where the address names nothing, and else is everything', () => {
    const url = '/v1/subscriptions';
    expect(placeOfRequest(asking({}, { division: '361100' }, url))).toEqual({
      division: '361100',
      withTransits: false,
    });
    expect(placeOfRequest(asking({}, {}, url))).toEqual({ withTransits: false });
  });

  it.each(['/transits', '/years/:year'])('has the other ends of transfers under %s', (end) => {
    const params = { division: '361100', department: '126' };
    expect(placeOfRequest(asking(params, {}, `/v1/streams/:division/:department${end}`)).withTransits).toBe(true);
  });
});

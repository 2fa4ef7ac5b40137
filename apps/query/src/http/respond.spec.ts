import { Problem } from '#platform';
import type { StreamStop } from '#read-model';

import { type Answer, Unknown } from './answer';
import { respond as respondInPieces } from './respond';

const standing = { position: '3:41', basis: '361100/126@17', recordedAt: '2024-06-30T10:00:00.000Z', readModel: 'v1' };
const versions = ['layout-1', 'chart-1'];
const asked = { versions, stops: [] };
const stop: StreamStop = {
  stream: '361100/127',
  revision: 4,
  partition: 2,
  offset: 9,
  reason: 'it is of a newer program',
};

/** The same with its body as it is sent. */
function respond(...[answered, how]: Parameters<typeof respondInPieces>) {
  const { body, ...rest } = respondInPieces(answered, how);
  return { ...rest, body: body === undefined ? undefined : [...body].join('') };
}

function answer(more: Partial<Answer> = {}): Answer {
  return {
    standing,
    file: '126001-2024-lines',
    json: () => ({ lines: [] }),
    csv: () => 'year\r\n',
    html: () => '<html><body class="a"><p>书</p></body></html>',
    ...more,
  };
}

describe('an answer', () => {
  it('is JSON unless another format is asked for, with its position and a tag that a cache must ask about', () => {
    expect(respond(answer(), asked)).toEqual({
      status: 200,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'ledger-position': '3:41',
        'cache-control': 'private, no-cache',
        etag: 'W/"361100/126@17;v1;layout-1;chart-1;4"',
      },
      body: '{"lines":[]}',
    });
  });

  it.each([
    ['csv', 'text/csv', 'attachment', 'year\r\n'],
    ['html', 'text/html', 'inline', '<html><body class="a"><p>书</p></body></html>'],
  ] as const)('as %s is a file with a name', (format, type, kind, body) => {
    const response = respond(answer(), { ...asked, format });
    expect(response.body).toBe(body);
    expect(response.headers['content-type']).toBe(`${type}; charset=utf-8`);
    expect(response.headers['content-disposition']).toMatch(
      new RegExp(`^${kind}; filename="126001-2024-lines-current-20240630-180000-3_41.${format}"; filename\\*=UTF-8''`),
    );
  });

  it('is called by its version, where it is not the current one', () => {
    const past = answer({ label: '截至 2024-06-30 的历史版本，年初预算数' });
    const disposition = respond(past, { ...asked, format: 'csv' }).headers['content-disposition'] ?? '';
    expect(disposition).toContain('filename="126001-2024-lines-version-20240630-180000-3_41.csv"');
    expect(decodeURIComponent(disposition)).toContain('126001-2024-lines-截至2024-06-30的历史版本-年初预算数.csv');
  });

  it('leaves the positions of a whole division out of its name', () => {
    const wide = { ...standing, position: Array.from({ length: 12 }, (_, partition) => `${partition}:100`).join() };
    const { headers } = respond(answer({ standing: wide }), { ...asked, format: 'csv' });
    expect(headers['content-disposition']).toContain('-current-20240630-180000.csv"');
  });

  it('says where the next page begins and where the earlier state stands, which counts for its tag', () => {
    const { headers } = respond(answer({ next: 'abc', prior: { position: '3:7', basis: '361100/126@2' } }), asked);
    expect(headers).toMatchObject({ 'ledger-next': 'abc', 'ledger-prior-position': '3:7' });
    expect(headers['etag']).toContain('361100/126@17;361100/126@2;');
  });

  it('is not made where its reader has it already', () => {
    const json = jest.fn();
    const { etag = '' } = respond(answer(), asked).headers;
    const response = respond(answer({ json }), { ...asked, ifNoneMatch: etag });
    expect(response).toMatchObject({ status: 304, body: undefined, headers: { etag, 'ledger-position': '3:41' } });
    expect(json).not.toHaveBeenCalled();
  });

  it('is made in the one form that is asked for', () => {
    const csv = jest.fn();
    respond(answer({ csv }), asked);
    expect(csv).not.toHaveBeenCalled();
  });
});

describe('behind a stream that has stopped', () => {
  const stopped = { versions, stops: [stop] };

  it('JSON has a field for it, and the tag is another one', () => {
    const response = respond(answer(), stopped);
    expect(JSON.parse(response.body ?? '')).toEqual({
      lines: [],
      stopped: [{ stream: '361100/127', revision: 4, position: '2:9', reason: 'it is of a newer program' }],
    });
    expect(response.headers['ledger-stopped']).toBe('361100/127@4=2:9');
    expect(response.headers['etag']).not.toBe(respond(answer(), asked).headers['etag']);
  });

  it('a page has a banner at its top, and CSV the header alone', () => {
    expect(respond(answer(), { ...stopped, format: 'html' }).body).toMatch(
      /^<html><body class="a">\n<div role="alert"/,
    );
    const csv = answer({ csv: () => '<body>' });
    expect(respond(csv, { ...stopped, format: 'csv' }).body).toBe('<body>');
  });
});

it('what is not known is a problem, which is not zero', () => {
  const unknown = new Unknown({ zh: '没有记录。', en: 'It has no event.' }, { years: [2023] });
  const thrown = (): unknown => {
    try {
      return respond(unknown, asked);
    } catch (error) {
      return error;
    }
  };
  expect((thrown() as Problem).details).toMatchObject({
    status: 404,
    code: 'not-found',
    detail: '没有记录。 It has no event.',
    years: [2023],
  });
});

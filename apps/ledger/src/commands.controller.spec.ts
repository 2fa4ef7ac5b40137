import { gzipSync } from 'node:zlib';

import type { Outcome } from '#log';
import { BODY_LIMIT_BYTES } from '#platform';
import { COMMAND_WORDS } from '#wire';

import {
  authorized,
  codeOf,
  command,
  ledger,
  LIMITED_TOKEN,
  post,
  RIGHTS,
  TOKEN,
  useCommandsApp,
  withoutId,
} from '../test/commands-app';

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const app = useCommandsApp();

describe('POST /v1/commands', () => {
  it('answers 201 with the receipt, and 200 with the same when it is repeated', async () => {
    const first = await post(command);
    expect(first.statusCode).toBe(201);
    expect(first.headers['content-type']).toMatch(/^application\/json/);
    expect(first.json()).toEqual({
      commandId: 'c-1',
      eventId: '361100/126@1',
      stream: '361100/126',
      revision: 1,
      position: '2:1',
      hash: 'a'.repeat(64),
    });
    const second = await post(command);
    expect(second.statusCode).toBe(200);
    expect(second.json()).toEqual(first.json());
  });

  it('takes no compressed body, whatever it holds, and says what to send', async () => {
    for (const encoding of ['gzip', 'br', 'deflate', 'x-unknown']) {
      const payload = encoding === 'gzip' ? gzipSync(JSON.stringify(command)) : Buffer.from(JSON.stringify(command));
      const headers = { ...authorized, 'content-type': 'application/json', 'content-encoding': encoding };
      const answer = await app().inject({ method: 'POST', url: '/v1/commands', headers, payload });
      expect([encoding, answer.statusCode, codeOf(answer)]).toEqual([encoding, 415, 'unsupported-media-type']);
      expect(answer.json<{ detail: string }>().detail).toContain(`请求内容不得压缩（Content-Encoding: ${encoding}）`);
      expect(answer.headers['accept-encoding']).toBe('identity');
    }
    expect(ledger.submitted).toEqual([]);
    const headers = { ...authorized, 'content-type': 'application/json', 'content-encoding': 'identity' };
    const plain = await app().inject({
      method: 'POST',
      url: '/v1/commands',
      headers,
      payload: JSON.stringify(command),
    });
    expect(plain.statusCode).toBe(201);
  });

  it('takes text in UTF-8 alone: another charset is 415, other bytes are 400, and neither reaches the ledger', async () => {
    const send = (payload: Buffer, contentType: string, url = '/v1/commands') =>
      app().inject({ method: 'POST', url, headers: { ...authorized, 'content-type': contentType }, payload });
    // 信息化 in GBK.
    const gbk = Buffer.concat([Buffer.from('{"name":"'), Buffer.from('d0c5cfa2bbaf', 'hex'), Buffer.from('"}')]);
    const good = Buffer.from(JSON.stringify(command));
    for (const url of ['/v1/commands', '/v1/commands/batch']) {
      expect((await send(gbk, 'application/json; charset=gbk', url)).statusCode).toBe(415);
      expect((await send(good, 'application/json; charset=GB18030', url)).statusCode).toBe(415);
      const answer = await send(gbk, 'application/json; charset=utf-8', url);
      expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'not-utf-8']);
    }
    expect(ledger.submitted).toEqual([]);
    expect((await send(good, 'application/json; charset=UTF-8')).statusCode).toBe(201);
  });

  it('hands the ledger the parsed command, the actor of the token and a correlation', async () => {
    await post(command, { 'x-correlation-id': 'request-7' });
    expect(ledger.submitted).toEqual([
      {
        command: { ...command, lines: [{ ...command.lines[0], amountYuan: '100.00' }], authority: RIGHTS },
        caller: { actor: '财政局 张三', correlationId: 'request-7' },
      },
    ]);
  });

  it('asks for the right to post what is sent, says what is missing and whom to ask, and hands nothing on', async () => {
    const limited = { authorization: `Bearer ${LIMITED_TOKEN}` };
    expect((await post(command, limited)).statusCode).toBe(201);
    const larger = { ...command, commandId: 'larger', lines: [{ ...command.lines[0], amountYuan: '100.01' }] };
    const answer = await post(larger, limited);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([403, PROBLEM_TYPE]);
    expect(answer.json()).toMatchObject({
      code: 'forbidden',
      commandId: 'larger',
      detail:
        '缺少权限（poster）：361100/126/126001 2024 年 AllocateBudget 100.01 元。请联系：预算科。 ' +
        'No grant of the roles poster covers AllocateBudget at 361100/126/126001 in 2024 for 100.01 yuan. Ask 预算科.',
      missing: { action: 'post', roles: ['poster'], department: '126', unit: '126001', amountYuan: '100.01' },
      ask: '预算科',
    });
    expect((await post({ ...larger, dryRun: true }, limited)).statusCode).toBe(403);
    const batch = await post(
      { commands: [larger, { ...command, commandId: 'c-2' }, {}] },
      limited,
      '/v1/commands/batch',
    );
    expect(batch.json<{ answers: { status: number }[] }>().answers.map(({ status }) => status)).toEqual([
      403, 201, 400,
    ]);
    expect(ledger.submitted.map(({ command: { commandId } }) => commandId)).toEqual(['c-1', 'c-2']);
  });

  it.each([{}, { 'x-correlation-id': 'has spaces' }, { 'x-correlation-id': 'x'.repeat(129) }])(
    'makes a correlation of its own where none is usable: %j',
    async (headers) => {
      await post(command, headers as Record<string, string>);
      expect(ledger.submitted[0]?.caller.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it.each<[number, string, Outcome | undefined]>([
    [409, 'command-id-reused', { kind: 'id-reused' }],
    [412, 'wrong-revision', { kind: 'wrong-revision', expected: 1, actual: 2 }],
    [422, 'command-too-large', { kind: 'too-large', bytes: 9, limitBytes: 8 }],
    [503, 'contended', { kind: 'contended', tries: 32 }],
    [503, 'overloaded', { kind: 'overloaded', queued: 9 }],
    [503, 'stream-stopped', { kind: 'stopped', reason: 'damage' }],
    [504, 'fate-unknown', undefined],
  ])('answers %d %s', async (status, code, outcome) => {
    ledger.outcome = () => Promise.resolve(outcome);
    const answer = await post(command);
    expect([answer.statusCode, codeOf(answer)]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['retry-after']).toBe(status === 503 ? '1' : undefined);
  });

  it('answers a refusal with its rule, figures and event', async () => {
    const receipt = { commandId: 'c-1', eventId: 's@1', stream: 's', revision: 1, partition: 0, offset: 0, hash: 'h' };
    const figures = [{ field: 'lines[0]', askedYuan: '5.00', availableYuan: '3.00' }];
    const refusal = { code: 'line-below-zero', legalSource: '法', figures };
    ledger.outcome = () => Promise.resolve({ kind: 'recorded', first: true, receipt: { ...receipt, refusal } });
    const answer = await post(command);
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ code: 'line-below-zero', figures, eventId: 's@1', position: '0:0' });
  });

  it('answers 500 without a reason when the ledger itself fails', async () => {
    ledger.outcome = () => Promise.reject(new Error('secret'));
    const answer = await post(command);
    expect([answer.statusCode, codeOf(answer)]).toEqual([500, 'internal']);
    expect(answer.body).not.toContain('secret');
  });

  it.each<[string, string]>([
    ['none', ''],
    ['a wrong one', 'Bearer fedcba9876543210'],
    ['another scheme', `Basic ${TOKEN}`],
  ])('answers 401 to a token that is %s, before it looks at the command', async (_, authorization) => {
    for (const url of ['/v1/commands', '/v1/commands/batch']) {
      const answer = await post({ broken: true }, { authorization }, url);
      expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'unauthorized']);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
    expect(ledger.submitted).toEqual([]);
  });
});

describe('the Idempotency-Key', () => {
  it.each([
    ['alone', withoutId, 'key-1', 'key-1'],
    ['in quotes', withoutId, '"key-1"', 'key-1'],
    ['equal to the id', command, 'c-1', 'c-1'],
    ['equal to the id, in quotes', command, '"c-1"', 'c-1'],
  ])('names the command: %s', async (_, body, key, commandId) => {
    const answer = await post(body, { 'idempotency-key': key });
    expect(answer.statusCode).toBe(201);
    expect(ledger.submitted[0]?.command.commandId).toBe(commandId);
  });

  it('must not differ from the id', async () => {
    const answer = await post(command, { 'idempotency-key': 'c-2' });
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'invalid-request']);
    expect(answer.json()).toMatchObject({ errors: [{ field: 'commandId' }] });
    expect(ledger.submitted).toEqual([]);
  });

  it.each(['', '""', 'a b', 'x'.repeat(129)])('must be an id itself: %j', async (key) => {
    const answer = await post(withoutId, { 'idempotency-key': key });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ field: 'commandId' }] });
  });

  it('or the id must be there', async () => {
    const answer = await post(withoutId);
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'command-id-missing']);
  });
});

describe('a body that is no command', () => {
  it.each<[string, string, string, number, string]>([
    ['broken JSON', '{"type":', 'application/json', 400, 'malformed-json'],
    ['nothing', '', 'application/json', 400, 'malformed-json'],
    ['a poisoned prototype', '{"__proto__":{}}', 'application/json', 400, 'invalid-request'],
    ['a key that stands twice', '{"type":1,"type":2}', 'application/json', 400, 'invalid-request'],
    ['a pit of brackets', '['.repeat(100_000), 'application/json', 400, 'invalid-request'],
    ['null', 'null', 'application/json', 400, 'invalid-request'],
    ['an array', '[]', 'application/json', 400, 'invalid-request'],
    ['a number', '5', 'application/json', 400, 'invalid-request'],
    ['XML', '<command/>', 'application/xml', 415, 'unsupported-media-type'],
    ['plain text', JSON.stringify(command), 'text/plain', 415, 'unsupported-media-type'],
    ['a form', 'type=AllocateBudget', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
  ])('is answered: %s', async (_, payload, contentType, status, code) => {
    const answer = await post(payload, { 'content-type': contentType });
    expect([answer.statusCode, codeOf(answer)]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(ledger.submitted).toEqual([]);
  });

  it('is answered when there is none at all', async () => {
    const answer = await app().inject({
      method: 'POST',
      url: '/v1/commands',
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(answer.statusCode).toBe(400);
  });

  it('may hold 8 MiB and no more', async () => {
    const fit = (bytes: number) => {
      const text = JSON.stringify(command);
      return text + ' '.repeat(bytes - Buffer.byteLength(text));
    };
    expect((await post(fit(BODY_LIMIT_BYTES))).statusCode).toBe(201);
    const answer = await post(fit(BODY_LIMIT_BYTES + 1));
    expect([answer.statusCode, codeOf(answer)]).toEqual([413, 'body-too-large']);
    expect(answer.json()).toMatchObject({ limitBytes: BODY_LIMIT_BYTES, detail: expect.stringContaining('8 MiB') });
  });

  it('names each wrong field', async () => {
    const answer = await post({ ...command, extra: 1, lines: [{ ...command.lines[0], amountYuan: 100 }] });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      code: 'invalid-request',
      commandId: 'c-1',
      errors: [{ field: 'lines[0].amountYuan' }, { field: 'extra' }],
    });
  });
});

describe('the documentation', () => {
  it('holds both paths and every type of a command, from the schemas that validate', async () => {
    const answer = await app().inject({ method: 'GET', url: '/docs-json' });
    const { paths, components } = answer.json<{
      paths: Record<string, { post: { requestBody: { content: Record<string, { schema: object }> } } }>;
      components: { schemas: Record<string, { oneOf: object[]; properties: Record<string, object> }> };
    }>();
    const bodyOf = (path: string) => paths[path]!.post.requestBody.content['application/json']!.schema;
    expect(bodyOf('/v1/commands')).toEqual({ $ref: '#/components/schemas/Command' });
    expect(bodyOf('/v1/commands/batch')).toEqual({ $ref: '#/components/schemas/Batch' });
    expect(components.schemas['Batch']!.properties['commands']).toMatchObject({
      items: { $ref: '#/components/schemas/Command' },
    });
    const types = Object.keys(COMMAND_WORDS);
    expect(components.schemas['Command']!.oneOf).toEqual(
      expect.arrayContaining(types.map((type) => ({ $ref: `#/components/schemas/${type}` }))),
    );
  });

  it('is a page for people too', async () => {
    const answer = await app().inject({ method: 'GET', url: '/docs' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
  });
});

describe('an address', () => {
  it('that is unknown is answered as a problem', async () => {
    const answer = await app().inject({ method: 'GET', url: '/v1/commands' });
    expect([answer.statusCode, codeOf(answer)]).toEqual([404, 'not-found']);
  });

  it('that cannot be decoded is answered as a problem', async () => {
    const answer = await app().inject({ method: 'GET', url: '/v1/%zz' });
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'invalid-request']);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });
});

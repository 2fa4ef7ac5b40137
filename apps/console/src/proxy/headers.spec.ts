import { answerHeaders, requestHeaders } from './headers';

const CALLER = { token: 'the-token', address: '192.0.2.7', consoleUrl: 'https://budget.example.cn' };

test('a service hears of the session and of the console, whatever the browser says of itself', () => {
  const said = {
    accept: 'application/json',
    'ledger-min-position': '1:0',
    'last-event-id': '4:6',
    authorization: 'Bearer of-the-browser',
    cookie: '__Host-ledger-session=secret',
    origin: 'https://budget.example.cn',
    'sec-fetch-site': 'same-origin',
    'x-forwarded-for': '10.0.0.1',
    'x-forwarded-port': '1',
    forwarded: 'for=10.0.0.1',
    connection: 'keep-alive, x-hop',
    'x-hop': 'one',
    'transfer-encoding': 'chunked',
    upgrade: 'h2c',
    host: 'budget.example.cn',
  };
  expect(requestHeaders(said, CALLER)).toEqual({
    accept: 'application/json',
    'ledger-min-position': '1:0',
    'last-event-id': '4:6',
    authorization: 'Bearer the-token',
    'x-forwarded-for': '192.0.2.7',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'budget.example.cn',
  });
  expect(requestHeaders(said, { ...CALLER, token: undefined })).not.toHaveProperty('authorization');
});

test('a browser gets all but what is about the connection, and no cookie of a service', () => {
  const headers = { etag: '"a"', 'set-cookie': ['a=b'], connection: 'close', 'transfer-encoding': 'chunked' };
  expect(answerHeaders(headers)).toEqual({ etag: '"a"' });
});

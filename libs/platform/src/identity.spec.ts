import { Identity } from './identity';

const identity = new Identity(
  new Map([
    ['0123456789abcdef', '财政局 张三'],
    ['fedcba9876543210==', 'auditor'],
  ]),
);

describe('the actor of an authorization', () => {
  it.each([
    ['Bearer 0123456789abcdef', '财政局 张三'],
    ['bearer 0123456789abcdef', '财政局 张三'],
    ['Bearer   fedcba9876543210==', 'auditor'],
  ])('%s is %s', (authorization, actor) => {
    expect(identity.actorOf(authorization)).toBe(actor);
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer 0123456789abcde',
    'Bearer 0123456789abcdef0',
    'Bearer 0123456789ABCDEF',
    'Bearer 0123456789abcdef x',
    'Basic 0123456789abcdef',
    '0123456789abcdef',
    'Bearer0123456789abcdef',
    ' Bearer 0123456789abcdef',
  ])('%j is nobody', (authorization) => {
    expect(identity.actorOf(authorization)).toBeUndefined();
  });

  it('is nobody where no token is configured', () => {
    expect(new Identity(new Map()).actorOf('Bearer 0123456789abcdef')).toBeUndefined();
  });
});

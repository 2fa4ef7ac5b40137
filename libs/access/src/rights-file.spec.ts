import { hash } from 'node:crypto';

import type { Principal } from './principal';
import { grantsOf, rightsIn } from './rights-file';

const file = (grants: unknown[], ask = '预算科'): string => JSON.stringify({ ask, grants });
const nobody: Principal = { actor: '张三', identified: { by: 'token' }, groups: [], claims: {} };
const oidc = { by: 'oidc', issuer: 'https://login.example.cn', subject: 'u-17' } as const;

describe('a file of rights', () => {
  it('is known by the hash of its bytes, and holds amounts in fen', () => {
    const text = file([{ to: { token: '张三' }, role: 'poster', upToYuan: '1000.5' }]);
    const rights = rightsIn(text);
    expect(rights.sha256).toBe(hash('sha256', text));
    expect(rights.grants[0]?.grant).toEqual({ role: 'poster', upToFen: 100_050n });
  });

  it.each<[object, Partial<Principal>, boolean]>([
    [{ token: '张三' }, {}, true],
    [{ token: '张三' }, { identified: { by: 'key', key: 'k' } }, false],
    [{ token: '张三' }, { identified: { ...oidc, subject: '张三' } }, false],
    [{ key: '张三' }, { identified: { by: 'key', key: 'k' } }, true],
    [{ key: '张三' }, {}, false],
    [{ subject: 'u-17' }, { identified: oidc }, true],
    [{ subject: '张三' }, { identified: oidc }, false],
    [{ group: '预算科' }, { groups: ['局机关', '预算科'] }, true],
    [{ group: '预算科' }, { groups: ['预算'] }, false],
    [{ claim: 'department', value: '126' }, { identified: oidc, claims: { department: '126' } }, true],
    [
      { claim: 'department', value: '126' },
      { identified: { by: 'key', key: 'k' }, claims: { department: '126' } },
      false,
    ],
    [{ claim: 'department', value: '126' }, { identified: oidc, claims: { department: ['125', '126'] } }, true],
    [{ claim: 'department', value: '126' }, { identified: oidc, claims: { department: 126 } }, false],
    [{ claim: 'constructor', value: 'x' }, { identified: oidc, claims: {} }, false],
  ])('a grant to %j is one of %j: %s', (to, who, expected) => {
    const rights = rightsIn(file([{ to, role: 'poster' }]));
    expect(grantsOf(rights, { ...nobody, ...who }).length).toBe(expected ? 1 : 0);
  });

  it.each<[string, RegExp]>([
    ['{', /^权限文件不是合法的 JSON。 The file of rights is no JSON/],
    ['{}', /^权限文件 ask .+。 The file of rights, ask: .+\.$/],
    [file([{ to: { token: 'a' }, role: 'king' }]), /grants\.0\.role/],
    [file([{ to: {}, role: 'poster' }]), /grants\.0\.to/],
    [file([{ to: { token: 'a', group: 'b' }, role: 'poster' }]), /grants\.0\.to/],
    [file([{ to: { token: 'a' }, role: 'poster', departments: ['12'] }]), /应为三位数字/],
    [file([{ to: { token: 'a' }, role: 'poster', departments: [] }]), /grants\.0\.departments/],
    [file([{ to: { token: 'a' }, role: 'poster', department: ['126'] }]), /grants\.0 /],
    [file([{ to: { token: 'a' }, role: 'poster', commands: ['Allocate'] }]), /grants\.0\.commands\.0/],
    [file([{ to: { token: 'a' }, role: 'poster', upToYuan: '-1' }]), /应为以元计的金额/],
  ])('%s is refused with its place in both languages', (text, sentence) => {
    expect(() => rightsIn(text)).toThrow(sentence);
  });
});

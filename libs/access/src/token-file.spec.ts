import { digestOf, isToken, type KnownTokens, newToken, tokenLine, tokensIn } from './token-file';

const TOKEN = '0123456789abcdef';
const actorOf = (known: KnownTokens, token: string) => known.get(digestOf(token))?.actor;

describe('a file of tokens', () => {
  it('knows each token by its hash, and says nothing of what a token is', () => {
    const line = tokenLine(TOKEN, '财政局 张三');
    expect(line).toMatch(/^sha256:[0-9a-f]{64} 财政局 张三$/);
    const known = tokensIn(`# 财政局\n\n${line}\r\n${tokenLine('fedcba9876543210==', 'auditor')}\n`);
    expect(actorOf(known, TOKEN)).toBe('财政局 张三');
    expect(actorOf(known, 'fedcba9876543210==')).toBe('auditor');
    expect(JSON.stringify([...known])).not.toContain(TOKEN);
  });

  it.each(['0123456789abcde', '0123456789abcdef0', '0123456789ABCDEF', ''])('knows nobody by %j', (token) => {
    expect(actorOf(tokensIn(tokenLine(TOKEN, 'a')), token)).toBeUndefined();
  });

  it('may give one actor several tokens, but not one token to several', () => {
    expect(tokensIn(`${tokenLine(TOKEN, 'a')}\n${tokenLine(`${TOKEN}2`, 'a')}`).size).toBe(2);
    expect(() => tokensIn(`${tokenLine(TOKEN, '财政局')}\n${tokenLine(TOKEN, '审计局')}`)).toThrow(
      /^第 2 行：财政局 与 审计局 的令牌相同.+Line 2 gives 财政局 and 审计局 the same token/,
    );
  });

  it('refuses any other line by its number, and does not repeat what may be a token', () => {
    for (const wrong of [`财政局=${TOKEN}`, TOKEN, 'sha256:12 a', `sha256:${'a'.repeat(64)}`]) {
      expect(() => tokensIn(`# one\n${wrong}`)).toThrow(/^第 2 行应为.+Line 2 must read/);
      expect(() => tokensIn(wrong)).not.toThrow(TOKEN);
    }
  });

  it.each(['财政\u200b局', '财\ufffd局', '财政  局'])('refuses the actor %j, whom no event could name', (actor) => {
    expect(() => tokenLine(TOKEN, actor)).toThrow(/^操作人 .+ Actor /);
    expect(() => tokensIn(`sha256:${'a'.repeat(64)} ${actor}`)).toThrow(/line 1/);
  });

  it('makes tokens that differ and that a header can carry', () => {
    expect(newToken()).not.toBe(newToken());
    expect(isToken(newToken())).toBe(true);
    expect(['', 'short', '0123456789 abcdef', '一二三四五六七八九十一二三四五六七'].some(isToken)).toBe(false);
  });
});

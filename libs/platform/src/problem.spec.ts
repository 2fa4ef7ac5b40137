import { Problem, type ProblemCode, PROBLEMS } from './problem';

describe('a problem', () => {
  it.each(Object.keys(PROBLEMS) as ProblemCode[])(
    '%s has a type, a status and words in both languages, Chinese first',
    (code) => {
      const { details, retryAfterSeconds } = new Problem(code);
      const { status, zh, en } = PROBLEMS[code];
      expect(details).toEqual({
        type: `urn:budget-ledger:problem:${code}`,
        title: `${zh} ${en}`,
        status,
        detail: `${zh} ${en}`,
        code,
      });
      expect(details.title).toMatch(/^[\u4e00-\u9fff]/);
      expect(status >= 400 && status < 600).toBe(true);
      const passesLater = status === 429 || code === 'read-too-long' || code === 'history-unavailable';
      const passesSoon = code === 'history-being-read' ? 2 : 1;
      expect(retryAfterSeconds).toBe(passesLater ? 30 : status === 503 ? passesSoon : undefined);
    },
  );

  it('takes the detail of the case and further members', () => {
    const problem = new Problem('wrong-revision', { zh: '预期 1。', en: 'Expected 1.' }, { expected: 1, actual: 2 });
    expect(problem.message).toBe('Expected 1.');
    expect(problem.details).toEqual({
      type: 'urn:budget-ledger:problem:wrong-revision',
      title: '版本与预期不符 The stream is not at the expected revision',
      status: 412,
      detail: '预期 1。 Expected 1.',
      code: 'wrong-revision',
      expected: 1,
      actual: 2,
    });
  });
});

import { Problem } from '#platform';

import { streamStopped } from './stops';
import { invalidRequest } from './valid';
import { revisionNotReached } from './wait';

const MISFIT = { field: 'unit', message: '单位应为六位数字。 must be six digits' };
const STOP = {
  stream: '361100/126',
  revision: 8,
  partition: 4,
  offset: 8,
  reason: 'it is of a newer program',
};

/** Of who may read another department alone. */
const FORBIDDEN = {
  zh: '缺少权限（poster、approver、auditor、reader）：361100/126 2024 年 查阅预算。请联系：预算科 0793-1234567。',
  en: 'No grant of the roles poster, approver, auditor, reader covers reading figures at 361100/126 in 2024. Ask 预算科 0793-1234567.',
};
const MISSING = {
  action: 'read',
  roles: ['poster', 'approver', 'auditor', 'reader'],
  division: '361100',
  department: '126',
  fiscalYear: 2024,
};

/** What reads are answered instead, made by what makes it. */
export const PROBLEM_EXAMPLES = {
  misfit: invalidRequest([MISFIT]).details,
  forbidden: new Problem('forbidden', FORBIDDEN, { missing: MISSING, ask: '预算科 0793-1234567' }).details,
  unknown: new Problem('not-found', {
    zh: '行政区划 361100 没有登记单位 999001，或当时尚未登记。',
    en: 'Unit 999001 of division 361100 is not registered, or was not by then.',
  }).details,
  notReached: revisionNotReached('361100/126', { asked: 99, standing: 8 }).details,
  stopped: streamStopped(STOP, 9).details,
} as const;

import { Problem } from '#platform';
import { fieldReason, wordsOf } from '#wire';
import type { z } from 'zod';

/** Reads a part of a request. Throws the 400 problem that names each field that does not fit. */
export function valid<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => {
    const { zh, en } = fieldReason(issue, PARAMETER_NAMES);
    const field = (issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : issue.path).join('.');
    return { field, message: `${zh}。 ${en}` };
  });
  throw invalidRequest(errors);
}

const PARAMETER_NAMES = {
  division: '行政区划',
  department: '部门',
  unit: '单位',
  year: '年度',
  table: '表号',
  measure: '口径',
  format: '格式',
  status: '状态',
};

/** Messages are of both languages, as `中文。 English`. */
export function invalidRequest(errors: readonly { field: string; message: string }[]): Problem {
  const [first] = errors;
  const field = first?.field ?? '';
  const { zh, en } = wordsOf(first?.message ?? '');
  const detail = { zh: `参数 ${field} 有误${zh === undefined ? '' : `：${zh}`}。`, en: `${field}: ${en}` };
  return new Problem('invalid-request', detail, { errors });
}

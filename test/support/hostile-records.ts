import type { TestLog } from './test-log';

/** A record that a careful writer would never write, as revision 3 of a stream whose unit is `${department}001`. */
interface HostileRecord {
  name: string;
  write: (log: TestLog, stream: string, department: string) => void;
  /** Odd, but every part of the ledger can show it. */
  isReadable?: boolean;
}

const basis = { documentNumber: '样例〔2024〕1号', effectiveDate: '2024-01-01' };
const refusal = { code: 'unknown-code', legalSource: '样例', figures: [{ field: 'lines[0].economic' }] };

function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

/** A refusal whose command holds this field, written as it is. */
function refused(field: string, isReadable = false): Pick<HostileRecord, 'write' | 'isReadable'> {
  return {
    isReadable,
    write: (log, stream) => {
      const data = `{"refusal":${JSON.stringify(refusal)},"command":{"type":"AllocateBudget",${field}}}`;
      log.appendWritten(stream, 'command.refused.v1', data);
    },
  };
}

/** A unit's registration with other data or another envelope. */
function registered(data: object, fields: object = {}): HostileRecord['write'] {
  return (log, stream, department) => {
    const unit = `${department}001`;
    const whole = { ...basis, unit, name: '单位', departmentName: '部门', ...data };
    log.append(stream, { type: 'unit.registered.v1', data: whole, ...fields });
  };
}

/** An allocation with another line or other data. */
function allocated(line: object, data: object = {}): HostileRecord['write'] {
  return (log, stream, department) => {
    const own = { unit: `${department}001`, source: 'general-public-budget', function: '2012901', economic: '30201' };
    const lines = [{ ...own, category: 'operating', amountYuan: '1.00', ...line }];
    const whole = { ...basis, fiscalYear: 2024, chartHash: 'h', lines, ...data };
    log.append(stream, { type: 'budget.allocated.v1', data: whole });
  };
}

/** Everything that was ever thought of, for all tests of what reads the log. */
export const HOSTILE_RECORDS: readonly HostileRecord[] = [
  { name: 'a refusal nested 20,000 deep', ...refused(`"deep":${nested(20_000)}`) },
  { name: 'a refusal nested a million deep', ...refused(`"deep":${nested(1_000_000)}`) },
  { name: 'a refusal with a number beyond 2^53', ...refused('"n":9007199254740993') },
  { name: 'a refusal with an infinite number', ...refused('"n":1e999') },
  { name: 'a refusal with a million entries', ...refused(`"list":[${'0,'.repeat(1_000_000)}0]`, true) },
  { name: 'a refusal with NUL in a field', ...refused('"reason":"a\\u0000b"', true) },
  { name: 'a refusal with half of a surrogate pair in a field', ...refused('"reason":"a\\ud800b"', true) },
  { name: 'a refusal with a prototype', ...refused('"__proto__":{"documentNumber":"x"}', true) },
  { name: 'a refusal of year 0', ...refused('"effectiveDate":"0000-01-01"', true) },
  { name: 'a refusal on a day that does not exist', ...refused('"effectiveDate":"2024-02-30"', true) },
  { name: 'a refusal whose document is no text', ...refused('"documentNumber":{"a":1},"effectiveDate":7', true) },
  { name: 'a refusal with NUL in its document', ...refused('"documentNumber":"a\\u0000b"') },
  {
    name: 'a refusal of a transfer that names nothing',
    write: (log, stream) => {
      log.append(stream, { type: 'command.refused.v1', data: { refusal, command: { type: 'ReceiveTransfer' } } });
    },
  },
  { name: 'an event of year 0', write: registered({ effectiveDate: '0000-01-01' }), isReadable: true },
  { name: 'a name with NUL', write: registered({ name: 'a\0b' }) },
  { name: 'a name with half of a surrogate pair', write: registered({ name: 'a\ud800b' }) },
  { name: 'a name of 7 MiB', write: registered({ name: '名'.repeat(2_400_000) }), isReadable: true },
  { name: 'an actor with NUL', write: registered({}, { actor: 'a\0b' }) },
  { name: 'a command id of a megabyte', write: registered({}, { commandid: 'x'.repeat(1_000_000) }), isReadable: true },
  { name: 'a correlation id with half of a surrogate pair', write: registered({}, { correlationid: '\udc00' }) },
  { name: 'a unit of another department', write: registered({ unit: '801001' }) },
  { name: 'a unit that is no code', write: registered({ unit: '1\n2/3|4' }) },
  { name: 'staffing that is no number', write: registered({ staffing: { establishment: 'many' } }) },
  { name: 'a field that is not known', write: registered({ extra: 1 }) },
  {
    name: 'data with a prototype',
    write: (log, stream) => {
      log.appendWritten(stream, 'unit.registered.v1', `{"__proto__":{"unit":"200001"},"effectiveDate":"2024-01-01"}`);
    },
  },
  {
    name: 'data that are a list',
    write: (log, stream) => void log.append(stream, { type: 'year.closed.v1', data: [] }),
  },
  {
    name: 'a type of a megabyte with NUL',
    write: (log, stream) => void log.append(stream, { type: `\0${'t'.repeat(1_000_000)}`, data: {} }),
  },
  { name: 'a year beyond all calendars', write: allocated({}, { fiscalYear: 2_147_483_648 }) },
  { name: 'a year below zero', write: allocated({}, { fiscalYear: -1 }) },
  { name: 'an amount of 21 digits', write: allocated({ amountYuan: `${'9'.repeat(21)}.00` }) },
  { name: 'the largest amount', write: allocated({ amountYuan: `${'9'.repeat(20)}.99` }), isReadable: true },
  { name: 'a project of a megabyte', write: allocated({ category: 'project', project: randomText(1_000_000) }) },
  { name: 'a project with NUL', write: allocated({ category: 'project', project: 'a\0b' }) },
  {
    name: 'a project like a key',
    write: allocated({ category: 'project', project: '|/|__proto__' }),
    isReadable: true,
  },
  { name: 'a code like a path', write: allocated({ function: '../..' }) },
  { name: 'no line', write: allocated({}, { lines: [] }) },
  {
    name: "a leg of somebody else's transfer",
    write: (log, stream) => {
      const data = { ...basis, fiscalYear: 2024, transitId: '361100/801@1', receivedEventId: 'x@1' };
      log.append(stream, { type: 'department-transfer.settled.v1', data });
    },
  },
  {
    name: 'a reversal of a revision beyond all',
    isReadable: true,
    write: (log, stream, department) => {
      const own = { unit: `${department}001`, source: 'general-public-budget', function: '2012901', economic: '30201' };
      const posting = { ...own, category: 'operating', fiscalYear: 2024, column: 'original', deltaYuan: '-1.00' };
      const postings = [{ ...posting, effectiveDate: '2024-01-01' }];
      const reversed = { reversedRevision: 2 ** 53 - 1, reversedEventId: 'x', reversedType: 'budget.allocated.v1' };
      log.append(stream, { type: 'event.reversed.v1', data: { ...basis, ...reversed, postings } });
    },
  },
];

/** Text that no compression makes small, the same each time. */
function randomText(length: number): string {
  let seed = 7;
  return Array.from({ length }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCharCode(0x4e00 + (seed % 20_000));
  }).join('');
}

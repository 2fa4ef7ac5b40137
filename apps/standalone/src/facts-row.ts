import type { CsvRow, RowFault } from '#wire';

import { type Column, columnName } from './facts-columns';
import {
  amountIn,
  categoryIn,
  type CellRead,
  codeIn,
  dateIn,
  isZero,
  named,
  procurementIn,
  sideIn,
  sourceIn,
  yearIn,
  yesIn,
} from './facts-values';

/** A row as one line of a command, or as the registration of a unit. */
export interface Fact {
  row: number;
  kind: FactKind;
  division: string;
  unit: string;
  documentNumber: string;
  effectiveDate: string;
  /** What rows of one command share. */
  key: string;
  /** Where its line stands; a registration has none. */
  side: 'lines' | 'from' | 'to' | undefined;
  line: object;
  /** What the command has besides lines. */
  own: Record<string, unknown>;
  isZero: boolean;
}

const KINDS = {
  allocate: ['年初批复', '批复', '年初预算'],
  'carry-over': ['上年结转', '期初结转'],
  supplement: ['追加'],
  cut: ['追减'],
  'hand-down': ['下达'],
  transfer: ['调剂'],
  freeze: ['冻结'],
  pay: ['支付', 'payment'],
  refund: ['退回'],
  reclaim: ['收回存量资金', '收回'],
  register: ['单位登记', '登记'],
} as const satisfies Record<string, readonly string[]>;
export type FactKind = keyof typeof KINDS;
const kindIn = named(KINDS);

/** What the `command` column takes, for people. */
export const COMMAND_WORDS = Object.entries(KINDS)
  .map(([kind, [word]]) => `${kind} ${word}`)
  .join(', ');

const EVERY: readonly Column[] = ['division', 'unit', 'command', 'documentNumber', 'effectiveDate'];
const POSTING: readonly Column[] = [...EVERY, 'fiscalYear', 'source', 'function', 'economic', 'category', 'amount'];

/** The columns that a row of this command cannot do without; of a command that nobody knows, those that every row needs. */
export function neededColumns(command: string): readonly Column[] {
  const read = kindIn(command);
  if (!read.ok) return EVERY;
  if (read.value === 'register') return [...EVERY, 'name', 'departmentName'];
  return read.value === 'transfer' ? [...POSTING, 'side'] : POSTING;
}

/** Reads a row; what cannot be read is told for each cell. */
export function factOf({ row, cells }: CsvRow): { fact?: Fact; faults: RowFault[] } {
  const reader = new CellReader(row, cells);
  const kind = reader.word('command', kindIn) as FactKind;
  const place = {
    row,
    kind,
    division: reader.code('division', /^\d{6}$/, '应为六位数字 must be six digits'),
    unit: reader.code(
      'unit',
      /^\d{3}(?:\d{3})?$/,
      '应为六位数字（部门待下达为三位） must be six digits, or three for a pool',
    ),
    documentNumber: reader.cell('documentNumber'),
    effectiveDate: reader.word('effectiveDate', dateIn),
  };
  if (place.documentNumber === '') reader.fault('documentNumber', '不能为空 must not be empty');
  const fact = kind === 'register' ? registrationOf(place, reader) : postingOf(place, reader);
  return reader.faults.length === 0 ? { fact, faults: [] } : { faults: reader.faults };
}

type Place = Pick<Fact, 'row' | 'kind' | 'division' | 'unit' | 'documentNumber' | 'effectiveDate'>;

function postingOf(place: Place, reader: CellReader): Fact {
  const { division, unit, kind, documentNumber } = place;
  const fiscalYear = Number(reader.word('fiscalYear', yearIn));
  const side = sideOf(place, reader);
  const amount = amountOf(reader);
  const optional = (field: string, value: unknown): object =>
    value === '' || value === undefined ? {} : { [field]: value };
  const line = {
    unit,
    source: reader.word('source', sourceIn),
    function: codeIn(reader.cell('function')),
    economic: codeIn(reader.cell('economic')),
    category: reader.word('category', categoryIn),
    ...optional('project', reader.cell('project')),
    ...optional('originYear', reader.optional('originYear', yearIn, Number)),
    ...optional('procurement', reader.optional('procurement', procurementIn)),
    amountYuan: amount,
  };
  const own = {
    fiscalYear,
    ...optional('freezeRevision', kind === 'pay' ? reader.optional('freezeRevision', numberIn, Number) : undefined),
    ...optional('final', kind === 'pay' && reader.optional('final', yesIn) === 'true' ? true : undefined),
  };
  // Rows of a file as it could be read from the first version on keep the key that they had then.
  const whole = side === 'lines' ? unit : unit.slice(0, 3);
  const { fiscalYear: _year, ...further } = own;
  const more = Object.keys(further).length === 0 ? [] : [further];
  const key = JSON.stringify([division, whole, fiscalYear, kind, documentNumber, ...more]);
  return { ...place, key, side, line, own, isZero: isZero(amount) };
}

/** What is handed down comes from the pool, whose unit is the department; a transfer has to say which way each row goes. */
function sideOf({ kind, unit }: Place, reader: CellReader): 'lines' | 'from' | 'to' {
  if (kind === 'hand-down') return unit.length === 3 ? 'from' : 'to';
  return kind === 'transfer' ? (reader.word('side', sideIn) as 'from' | 'to') : 'lines';
}

function amountOf(reader: CellReader): string {
  const inWan = reader.cell('amountWan');
  if (inWan === '') return reader.word('amount', (cell) => amountIn(cell, 0));
  if (reader.cell('amount') !== '') {
    reader.fault('amountWan', '元和万元只填一个 only one of yuan and 万元 may be given');
  }
  return reader.word('amountWan', (cell) => amountIn(cell, 4));
}

const STAFF = {
  establishment: {
    total: 'establishment',
    administrative: 'establishmentAdministrative',
    publicInstitution: 'establishmentPublicInstitution',
  },
  actual: {
    total: 'actual',
    serving: 'serving',
    administrativeServing: 'administrativeServing',
    publicInstitutionServing: 'publicInstitutionServing',
    retired: 'retired',
  },
} as const satisfies Record<string, Record<string, Column>>;
const STAFF_COLUMNS = Object.values(STAFF).flatMap((columns) => Object.values(columns));

function registrationOf(place: Place, reader: CellReader): Fact {
  const { division, unit, kind, documentNumber } = place;
  const own: Record<string, unknown> = {
    unit,
    name: reader.cell('name'),
    departmentName: reader.cell('departmentName'),
  };
  if (STAFF_COLUMNS.some((column) => reader.cell(column) !== '')) {
    const counted = (columns: Record<string, Column>): Record<string, number> =>
      Object.fromEntries(
        Object.entries(columns).map(([field, column]) => [field, Number(reader.word(column, numberIn))]),
      );
    own['staffing'] = { establishment: counted(STAFF.establishment), actual: counted(STAFF.actual) };
  }
  const key = JSON.stringify([division, unit, kind, documentNumber]);
  return { ...place, key, side: undefined, line: {}, own, isZero: false };
}

function numberIn(cell: string): CellRead {
  const value = codeIn(cell);
  if (/^\d{1,9}$/.test(value)) return { ok: true, value };
  return { ok: false, fault: `“${cell}”不是整数 is no whole number` };
}

/** The cells of a row, and what is wrong with them. */
class CellReader {
  readonly faults: RowFault[] = [];

  constructor(
    private readonly row: number,
    private readonly cells: ReadonlyMap<string, string>,
  ) {}

  fault(column: Column, message: string): void {
    this.faults.push({ row: this.row, message: `${columnName(column)}: ${message}` });
  }

  /** As it stands: names are told apart by every character, and what is wrong with one is for the command's schema to say. */
  cell(column: Column): string {
    return this.cells.get(column) ?? '';
  }

  code(column: Column, pattern: RegExp, message: string): string {
    const code = codeIn(this.cell(column));
    if (!pattern.test(code)) this.fault(column, message);
    return code;
  }

  word(column: Column, read: (cell: string) => CellRead): string {
    const cell = this.cell(column);
    const value: CellRead = cell === '' ? { ok: false, fault: '不能为空 must not be empty' } : read(cell);
    if (value.ok) return value.value;
    this.fault(column, value.fault);
    return '';
  }

  optional<T = string>(
    column: Column,
    read: (cell: string) => CellRead,
    as?: (value: string) => T,
  ): T | string | undefined {
    if (this.cell(column) === '') return undefined;
    const value = this.word(column, read);
    return as === undefined || value === '' ? value : as(value);
  }
}

import { departmentOf } from '#domain';
import type { CsvRow, RowFault } from '#wire';

import type { Fact, Place, Side } from './fact';
import { CellReader, optional } from './facts-cells';
import { type FactKind, kindIn } from './facts-kinds';
import { ceilingOf, registrationOf } from './facts-settings';
import { targetOf } from './facts-targets';
import {
  categoryIn,
  codeIn,
  dateIn,
  isZero,
  numberIn,
  procurementIn,
  sideIn,
  sourceIn,
  yearIn,
  yesIn,
} from './facts-values';

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
  const fact = ofKind(place, reader);
  return reader.faults.length === 0 ? { fact, faults: [] } : { faults: reader.faults };
}

function ofKind(place: Place, reader: CellReader): Fact {
  switch (place.kind) {
    case 'register':
      return registrationOf(place, reader);
    case 'ceiling':
      return ceilingOf(place, reader);
    case 'targets':
      return targetOf(place, reader);
    case 'release':
      return releaseOf(place, reader);
    case 'allocate':
    case 'carry-over':
    case 'supplement':
    case 'cut':
    case 'hand-down':
    case 'transfer':
    case 'department-transfer':
    case 'freeze':
    case 'pay':
    case 'refund':
    case 'reclaim':
      return postingOf(place, reader);
  }
}

function postingOf(place: Place, reader: CellReader): Fact {
  const { division, unit, kind, documentNumber } = place;
  const fiscalYear = Number(reader.word('fiscalYear', yearIn));
  const side = sideOf(place, reader);
  const line = lineOf(unit, reader);
  const own: Fact['own'] = { fiscalYear, ...furtherOf(place, side, reader) };
  // Rows of a file as it could be read from the first version on keep the key that they had then.
  const whole = side === 'lines' && kind !== 'release' ? unit : departmentOf(unit);
  const { fiscalYear: _year, ...further } = own;
  const more = Object.keys(further).length === 0 ? [] : [further];
  const department = kind === 'department-transfer' ? String(own['department']) : whole;
  const key = JSON.stringify([division, department, fiscalYear, kind, documentNumber, ...more]);
  return { ...place, key, side, line, own, isZero: isZero(line.amountYuan) };
}

function lineOf(unit: string, reader: CellReader): { amountYuan: string; [field: string]: unknown } {
  const amountYuan = reader.amount();
  return {
    unit,
    source: reader.word('source', sourceIn),
    function: codeIn(reader.cell('function')),
    economic: codeIn(reader.cell('economic')),
    category: reader.word('category', categoryIn),
    ...optional('project', reader.cell('project')),
    ...optional('originYear', reader.optional('originYear', yearIn, Number)),
    ...optional('procurement', reader.optional('procurement', procurementIn)),
    amountYuan,
  };
}

/** What the command of a posting says besides its year and its lines. */
function furtherOf({ kind, unit }: Place, side: Side, reader: CellReader): Record<string, unknown> {
  if (kind === 'release') return { freezeRevision: Number(reader.word('freezeRevision', numberIn)) };
  if (kind === 'pay') {
    const isTrue = (column: 'final' | 'beyondFreeze') => reader.optional(column, yesIn) === 'true' || undefined;
    return {
      ...optional('freezeRevision', reader.optional('freezeRevision', numberIn, Number)),
      ...optional('final', isTrue('final')),
      ...optional('beyondFreeze', isTrue('beyondFreeze')),
    };
  }
  if (kind !== 'department-transfer') return {};
  const other = reader.code('otherDepartment', /^\d{3}$/, '应为三位数字 must be three digits');
  const department = departmentOf(unit);
  return side === 'from' ? { department, toDepartment: other } : { department: other, toDepartment: department };
}

/** What is handed down comes from the pool, whose unit is the department; a transfer has to say which way each row goes. */
function sideOf({ kind, unit }: Place, reader: CellReader): 'lines' | 'from' | 'to' {
  if (kind === 'hand-down') return unit.length === 3 ? 'from' : 'to';
  const isTransfer = kind === 'transfer' || kind === 'department-transfer';
  return isTransfer ? (reader.word('side', sideIn) as 'from' | 'to') : 'lines';
}

/** Without a line it gives back all that the freeze still holds. */
function releaseOf(place: Place, reader: CellReader): Fact {
  const { division, unit, kind, documentNumber } = place;
  const ofLine = ['source', 'function', 'economic', 'category', 'project', 'amount', 'amountWan'] as const;
  if (ofLine.some((column) => reader.cell(column) !== '')) return postingOf(place, reader);
  const fiscalYear = Number(reader.word('fiscalYear', yearIn));
  const own = { fiscalYear, ...furtherOf(place, 'lines', reader) };
  const key = JSON.stringify([division, departmentOf(unit), kind, documentNumber, 'all', own]);
  return { ...place, key, side: undefined, line: undefined, own, isZero: false };
}

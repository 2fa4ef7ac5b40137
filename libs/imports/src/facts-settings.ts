import { type CellReader, optional } from './facts-cells';
import type { Column } from './facts-columns';
import type { Fact, Place } from './fact';
import { codeIn, numberIn, scopeIn, sourceIn, yearIn } from './facts-values';

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

/** The registration of a unit is a row of its own. */
export function registrationOf(place: Place, reader: CellReader): Fact {
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
  return { ...place, key, side: undefined, line: undefined, own, isZero: false };
}

const LIFTED = ['取消', 'none'];

/** 控制数: of one scope, of a unit or, with its three digits, of the whole department. */
export function ceilingOf(place: Place, reader: CellReader): Fact {
  const { division, unit, kind, documentNumber } = place;
  const fiscalYear = Number(reader.word('fiscalYear', yearIn));
  const scope = scopeOf(place, reader);
  const isLifted = (['amount', 'amountWan'] as const).some((column) => LIFTED.includes(codeIn(reader.cell(column))));
  const own = { fiscalYear, scope, limitYuan: isLifted ? null : reader.amount() };
  const key = JSON.stringify([division, unit, fiscalYear, kind, documentNumber, scope]);
  return { ...place, key, side: undefined, line: undefined, own, isZero: false };
}

function scopeOf({ unit }: Place, reader: CellReader): Record<string, unknown> {
  const kind = reader.word('scope', scopeIn);
  const ofUnit = optional('unit', unit.length === 6 ? unit : undefined);
  switch (kind) {
    case 'project':
      return { kind, project: reader.text('project'), ...ofUnit };
    case 'source':
      return { kind, source: reader.word('source', sourceIn), ...ofUnit };
    default:
      if (unit.length === 3)
        reader.fault('unit', '“三公”经费的控制数须写六位单位编码 a ceiling of 三公 is of a unit of six digits');
      return { kind, ...ofUnit };
  }
}

import type { FactKind } from './facts-kinds';

/** A row as one line of a command, as one item of its list, or as a command of its own. */
export interface Fact {
  row: number;
  kind: FactKind;
  division: string;
  unit: string;
  documentNumber: string;
  effectiveDate: string;
  /** What rows of one command share. */
  key: string;
  /** The list of the command that it is an item of, or the object that it is a part of; a registration is neither. */
  side: Side | undefined;
  line: unknown;
  /** What the command has besides; rows of one command say the same. */
  own: Record<string, unknown>;
  isZero: boolean;
}

export type Side = 'lines' | 'from' | 'to' | 'tasks' | 'goals' | 'indicators' | 'declaredFunds';

/** What every row says, whatever its command is. */
export type Place = Pick<Fact, 'row' | 'kind' | 'division' | 'unit' | 'documentNumber' | 'effectiveDate'>;

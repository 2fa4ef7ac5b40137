/** A text in both languages of the console. */
export interface Both {
  zh: string;
  en: string;
}

interface Option {
  value: string;
  label: Both;
}

/** How a field is typed, read and helped. `stated` is an amount that may be zero; `unit-free` is a unit that nobody needs to know yet. */
export type FieldKind =
  | 'text'
  | 'paragraph'
  | 'date'
  | 'year'
  | 'whole'
  | 'amount'
  | 'stated'
  | 'choice'
  | 'flag'
  | 'freeze'
  | 'unit'
  | 'unit-or-pool'
  | 'pool'
  | 'unit-free'
  | 'department'
  | 'function'
  | 'economic'
  | 'project';

/** What has been typed so far, all of it text. */
type Values = Readonly<Record<string, string>>;

export interface Field {
  /** Where it stands in the command, such as `scope.kind`. */
  name: string;
  label: Both;
  kind: FieldKind;
  options?: readonly Option[];
  isNeeded?: boolean;
  /** Whether it is asked for, by what else was typed. */
  when?: (values: Values) => boolean;
  help?: Both;
}

/** A table of rows within a form: one list of the command. */
export interface List {
  name: string;
  title: Both;
  fields: readonly Field[];
  /** What limits an amount of it; what raises a line has no limit. */
  limit?: 'available' | 'paid';
  /** Which lines of the books its rows are chosen from; those of the command's year unless told. */
  year?: 'before';
  mayBeEmpty?: boolean;
  when?: (values: Values) => boolean;
}

export type Family = 'budget' | 'execution' | 'setting' | 'year';

/** One thing that can be done, as data: the pages are drawn from it, and the command is made from it. */
export interface Form {
  /** The word of its address, `/work/transfer`. */
  name: string;
  family: Family;
  /** The type of the command. */
  type: string;
  title: Both;
  help: Both;
  /** What the command always says. */
  fixed?: Readonly<Record<string, unknown>>;
  hasYear: boolean;
  fields: readonly Field[];
  lists: readonly List[];
  /** What the command becomes where it is no plain copy of the fields. */
  shape?: (command: Readonly<Record<string, unknown>>) => Record<string, unknown>;
}

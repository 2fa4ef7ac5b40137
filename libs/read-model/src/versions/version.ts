import { join } from 'node:path';

/**
 * The first digits of a SHA-256 of sql/ and of the code that makes rows of events. It is stated here by hand, so that nobody makes
 * another version without meaning to; version.spec.ts holds it to them, and says what it has to be. A version's tables stand in a
 * schema of their own: see docs/adr/0022-versions-side-by-side.md.
 */
export const VERSION = '74a53fb9877e';

/**
 * What readers know of the tables. It is raised by hand when a reader of before could not read them any more, or one of now not those of
 * before; versions of one form are exchanged under running readers.
 */
export const FORM = 4;

/** The SQL that makes tables, indexes and the register; the path is the same in the sources and in dist. */
export const SQL_FOLDER = join(__dirname, '..', '..', 'sql');

/** A version of the read model: what it is called, who can read it, and the folder of the SQL that makes its tables. */
export interface ReadModelVersion {
  version: string;
  form: number;
  folder: string;
}

/** The version that this program fills. */
export const OWN_VERSION: ReadModelVersion = { version: VERSION, form: FORM, folder: SQL_FOLDER };

/** The same with the history of earlier years left out: another version, with tables of its own, whose name says so. */
export function ownVersion(historyFrom?: number): ReadModelVersion {
  return historyFrom === undefined ? OWN_VERSION : { ...OWN_VERSION, version: `${VERSION}_h${historyFrom}` };
}

/** The first year whose history a version holds, by its name; nothing where it holds all. */
export function historyFromOf(version: string): number | undefined {
  const [, year] = /_h(\d{4})$/.exec(version) ?? [];
  return year === undefined ? undefined : Number(year);
}

/** The schema of a version's tables. */
export function schemaOf(version: string): string {
  if (!/^[a-z0-9_]{1,40}$/.test(version)) throw new RangeError(`${version} is no version of the read model`);
  return `read_model_${version}`;
}

/** The schema of what was recalled from the log for a version that has left it out: it stands before the version's own when it is read. */
export function recalledSchemaOf(version: string): string {
  return `${schemaOf(version)}_recalled`;
}

/** The version of a schema, or of what was recalled for it. */
export function versionOfSchema(schema: string): string {
  return schema.replace(/^read_model_/, '').replace(/_recalled$/, '');
}

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import ts from 'typescript';

import { OWN_VERSION, schemaOf, SQL_FOLDER, VERSION } from './version';

const SOURCES = join(__dirname, '..');
/** The rooms that say what an event means. */
const MEANING = ['domain', 'wire'];
/** What fills tables begins here. */
const FILLING = ['projection.ts', 'bulk-fill.ts'].map((name) => join(SOURCES, name));
/** What writes where, and not what: moving the pointer or telling how far a version is changes no row. */
const NOT_FILLING = new Set(['versions/gate.ts', 'versions/locks.ts', 'versions/register.ts', 'versions/version.ts']);

/** A file as it runs: without types and comments, however it is laid out. */
function running(file: string): string {
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, removeComments: true },
  });
  return outputText;
}

/** The files that a running file takes from: its own room's, and those behind the names that it takes from rooms that say what an event means. */
function takenFrom(file: string, code: string): string[] {
  const own = [...code.matchAll(/require\("(\.[^"]+)"\)/g)].map(([, path]) => `${join(dirname(file), path!)}.ts`);
  const meaning = [...code.matchAll(/const (\w+) = require\("#(\w+)"\)/g)]
    .filter(([, , room]) => MEANING.includes(room!))
    .flatMap(([, variable, room]) =>
      [...code.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g'))].map(([, name]) => fileOfName(room!, name!)),
    );
  return [...own, ...meaning];
}

/** The files of a room by what they export. */
function filesByName(room: string): Map<string, string> {
  const folder = join(SOURCES, '..', '..', room, 'src');
  const index = readFileSync(join(folder, 'index.ts'), 'utf8');
  const named = [...index.matchAll(/export \{([^}]*)\} from '(\.[^']+)'/g)].flatMap(([, names, path]) =>
    names!.split(',').map((name) => [name.trim(), join(folder, `${path}.ts`)] as const),
  );
  const all = [...index.matchAll(/export \* from '(\.[^']+)'/g)].flatMap(([, path]) => {
    const file = join(folder, `${path}.ts`);
    return [...running(file).matchAll(/^exports\.(\w+)\b/gm)].map(([, name]) => [name!, file] as const);
  });
  return new Map([...named, ...all]);
}
const FILES = new Map(MEANING.map((room) => [room, filesByName(room)]));
function fileOfName(room: string, name: string): string {
  const file = FILES.get(room)?.get(name);
  if (file === undefined) throw new Error(`${room} exports no ${name}`);
  return file;
}

function fillingCode(): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (file: string): void => {
    const name = relative(SOURCES, file);
    if (found.has(name) || NOT_FILLING.has(name)) return;
    if (!existsSync(file)) throw new Error(`${name} is not there`);
    const code = running(file);
    found.set(name, code);
    takenFrom(file, code).forEach(visit);
  };
  FILLING.forEach(visit);
  return found;
}

function sql(name: string): string {
  return readFileSync(join(SQL_FOLDER, name), 'utf8').replace(/^--.*\n/gm, '');
}

describe('the version of the read model', () => {
  it('is the digest of its SQL and of the code that fills it: whoever changes either states another one', () => {
    const code = [...fillingCode()].sort(([a], [b]) => (a < b ? -1 : 1));
    const whole = JSON.stringify([...['tables.sql', 'indexes.sql', 'recalled.sql'].map(sql), code]);
    // Where this fails, write what it asks for into version.ts: the tables are then filled anew beside those of before.
    expect(VERSION).toBe(createHash('sha256').update(whole).digest('hex').slice(0, 12));
  });

  it('knows what fills the tables: the rows of events in this room, and effects and amounts in the domain', () => {
    expect([...fillingCode().keys()]).toEqual(
      expect.arrayContaining(['projection.ts', 'event-rows.ts', 'write-events.ts', 'posting-row.ts', 'saying-rows.ts']),
    );
    expect([...fillingCode().keys()]).toEqual(
      expect.arrayContaining(['../../domain/src/effects.ts', '../../domain/src/money.ts']),
    );
    expect([...fillingCode().keys()].some((name) => name.startsWith('../../wire/src/'))).toBe(true);
  });

  it('names a schema of its own, and no text that could be another one', () => {
    expect(schemaOf(OWN_VERSION.version)).toBe(`read_model_${VERSION}`);
    expect(() => schemaOf('a; drop schema public')).toThrow(RangeError);
    expect(() => schemaOf('')).toThrow(RangeError);
  });
});

import type { Database } from '#read-model';

import { code, tableOf } from '../../apps/standalone/src/reference/markdown';

const HEAD = `# The tables of the read model

What [tables.sql](tables.sql) and [indexes.sql](indexes.sql) make, read from the catalog of Postgres. A test holds this page to it, and writes it anew:
\`WRITE_SCHEMA_PAGE=1 npm test -- test/projecting/schema-page.spec.ts\`. The comments are those of the database: \`\\d+\` shows them as well, after
\`set search_path = read_model_<version>\`. The schema is called after the version
(\`select version from read_model.serving\`): [ADR 0022](../../../docs/adr/0022-versions-side-by-side.md).
`;

interface Table {
  oid: number;
  name: string;
  comment: string | null;
}

/** The current schema on one page: tables in the order in which they were made, with columns, keys, indexes and triggers. */
export async function schemaPage(database: Database): Promise<string> {
  const { rows: tables } = await database.query<Table>(TABLES);
  const sections: string[] = [];
  for (const table of tables) sections.push(await sectionOf(database, table));
  const { rows: functions } = await database.query<Named>(FUNCTIONS);
  const ofFunctions = `## Functions\n\n${listOf(functions)}\n`;
  return [HEAD, ...sections, ofFunctions].join('\n');
}

const TABLES = `
  select oid::integer, relname as name, obj_description(oid, 'pg_class') as comment
    from pg_class
   where relnamespace = current_schema()::regnamespace and relkind = 'r'
   order by oid`;

interface Named {
  name: string;
  definition: string;
  comment: string | null;
}

const COLUMNS = `
  select attname as name,
         format_type(atttypid, atttypmod) || case when attnotnull then '' else ', may be null' end as definition,
         col_description(attrelid, attnum) as comment
    from pg_attribute
   where attrelid = $1 and attnum > 0 and not attisdropped
   order by attnum`;

/** Constraints and indexes of their own; an index that is a constraint's is told by it. */
const KEYS = `
  select conname as name, pg_get_constraintdef(oid) as definition, obj_description(oid, 'pg_constraint') as comment
    from pg_constraint
   where conrelid = $1 and contype <> 'n'
  union all
  select relname, case when indisunique then 'unique ' else '' end || substring(pg_get_indexdef(indexrelid) from ' USING (.*)$'),
         obj_description(indexrelid, 'pg_class')
    from pg_index join pg_class on pg_class.oid = indexrelid
   where indrelid = $1 and not exists (select from pg_constraint where conindid = indexrelid)
   order by name`;

const TRIGGERS = `
  select tgname as name, substring(pg_get_triggerdef(oid) from '^CREATE TRIGGER [^ ]+ (.*)$') as definition,
         obj_description(oid, 'pg_trigger') as comment
    from pg_trigger
   where tgrelid = $1 and not tgisinternal
   order by tgname`;

const FUNCTIONS = `
  select proname as name, 'returns ' || pg_get_function_result(oid) as definition, obj_description(oid, 'pg_proc') as comment
    from pg_proc
   where pronamespace = current_schema()::regnamespace
   order by proname`;

async function sectionOf(database: Database, { oid, name, comment }: Table): Promise<string> {
  const read = async (sql: string): Promise<Named[]> => (await database.query<Named>(sql, [oid])).rows;
  const columns = (await read(COLUMNS)).map((column) => [code(column.name), column.definition, column.comment ?? '']);
  const others = listOf([...(await read(KEYS)), ...(await read(TRIGGERS))]);
  return `## ${name}\n\n${comment ?? ''}\n\n${tableOf(['column', 'type', 'what'], columns)}\n\n${others}\n`;
}

/** Names in definitions stand without the schema, whatever it is called. */
function listOf(named: readonly Named[]): string {
  return named
    .map(({ name, definition, comment }) => {
      const plain = definition.replace(/\b\w+\.(?=\w)/g, '');
      return `- ${code(name)}: ${code(plain)}${comment === null ? '' : `. ${comment}`}`;
    })
    .join('\n');
}

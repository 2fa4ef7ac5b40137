/** What the documentation (OpenAPI) says of a parameter. */
interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema?: { enum?: string[] };
}

/** A read as the documentation describes it. */
export interface Read {
  path: string;
  parameters: Parameter[];
  /** The types of its answer. */
  types: string[];
  /** The fields of its answer in JSON; empty where it has several shapes. */
  fields: string[];
}

interface Document {
  paths: Record<string, { get?: { parameters: Parameter[]; responses: Record<string, Response> } }>;
  components: { schemas: Record<string, Schema> };
}
interface Schema {
  properties?: object;
}
interface Response {
  content?: Record<string, { schema: Schema | { $ref: string } }>;
}

/** Places of addresses as the sample budget has them, by the names that the documentation gives them. */
export const SAMPLE_PARTS: Readonly<Record<string, string>> = {
  division: '361100',
  department: '126',
  unit: '126001',
  year: '2024',
  table: '3',
  row: 'total',
  column: 'total',
  revision: '1',
};

/** Addresses whose answers never end are held to their own tests. */
const ENDLESS = ['/v1/subscriptions'];
/** What is told of the read model itself, of its readers, and of the caller stands on no state of the books, and is held to its own tests. */
const OF_THE_READ_MODEL = ['/v1/projections', '/v1/operations', '/v1/access', '/v1/me'];
/** What comes from the log alone. */
const OF_THE_LOG = ['/v1/streams/{division}/{department}/records'];
/** What leads to all places is of the newest state alone, and no place of it is unknown. */
const OF_ALL_PLACES = ['/v1/divisions', '/v1/search'];
/** Files on their way into the ledger are no reads of the books. */
const OF_IMPORTS = '/v1/imports';
const LEFT_OUT = [...ENDLESS, ...OF_THE_READ_MODEL, ...OF_THE_LOG, ...OF_ALL_PLACES];

/** Every read of the service, from its documentation, so that no test of all reads can forget a new one. */
export function readsOf(document: unknown): Read[] {
  const { paths, components } = document as Document;
  const shapeOf = (schema: Schema | { $ref: string } = {}): Schema =>
    '$ref' in schema ? (components.schemas[schema.$ref.replace(/^.*\//, '')] ?? {}) : schema;
  return Object.entries(paths).flatMap(([path, { get }]) => {
    if (get === undefined || !path.startsWith('/v1/') || path.startsWith(OF_IMPORTS) || LEFT_OUT.includes(path))
      return [];
    const content = get.responses['200']?.content ?? {};
    const fields = Object.keys(shapeOf(content['application/json']?.schema).properties ?? {});
    return [{ path, parameters: get.parameters, types: Object.keys(content), fields }];
  });
}

/** The address with its parts filled in; where a part may be several things, several addresses. */
export function addressesOf(path: string, parts: Readonly<Record<string, readonly string[]>>): string[] {
  const name = /\{(\w+)\}/.exec(path)?.[1];
  if (name === undefined) return [path];
  const values = parts[name];
  if (values === undefined) throw new Error(`${path}: say what {${name}} may be`);
  return values.flatMap((value) => addressesOf(path.replace(`{${name}}`, value), parts));
}

/** What `format` is called for a type of answer; JSON needs no name. */
export const FORMATS: Readonly<Record<string, string>> = {
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'text',
};

export function queriesOf({ parameters }: Read): string[] {
  return parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
}

/** Adds a query to an address that may have some already. */
export function asking(path: string, field: string, value: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${field}=${encodeURIComponent(value)}`;
}

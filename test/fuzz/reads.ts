import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Draw } from '../../libs/domain/test/draw';
import { hostileText } from './hostile';
import type { HttpRequest } from './request';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema?: { enum?: string[] };
}
interface Document {
  paths: Record<string, Record<string, { parameters?: Parameter[] }>>;
}

const DOCUMENT = join(__dirname, '..', '..', 'docs', 'openapi.json');

/** An address that can be asked, as the documentation tells of it. */
interface Route {
  path: string;
  parameters: Parameter[];
}

const routes: readonly Route[] = Object.entries((JSON.parse(readFileSync(DOCUMENT, 'utf8')) as Document).paths)
  .flatMap(([path, { get }]) => (get === undefined ? [] : [{ path, parameters: get.parameters ?? [] }]))
  // Documentation of its own, which no document tells of.
  .concat(['/docs', '/docs-json', '/docs-yaml', '/asyncapi.json'].map((path) => ({ path, parameters: [] })));
const SUBSCRIPTIONS = '/v1/subscriptions';
const reads = routes.filter(({ path }) => path !== SUBSCRIPTIONS) as [Route, ...Route[]];
const subscriptions = routes.find(({ path }) => path === SUBSCRIPTIONS);

/** Positions and revisions that are to come are waited for, ten seconds each. */
const VERSIONS = /^(asOf|priorAsOf|from|to)$/;
const WAITING_MS = 35_000;

/** Of a ledger, which answers nothing but commands, only these can be read. */
const OF_EVERY_SERVICE = /^\/(health|metrics|docs)/;

/** What a reader may well write, by the name of the parameter. */
function usual(draw: Draw, name: string, division: string, choices: readonly string[] | undefined): string {
  const department = draw.of(['126', '126', '127', '128', '200', '201']);
  switch (name) {
    case 'division':
      return division;
    case 'department':
      return department;
    case 'unit':
      return `${department}00${1 + draw.below(2)}`;
    case 'year':
    case 'prior':
      return draw.of(['2024', '2024', '2025', '2023', '2026']);
    case 'table':
      return String(1 + draw.below(11));
    case 'row':
      return draw.of(['1', '2', '3', 'total', '201']);
    case 'column':
      return draw.of(['1', '2', 'total', 'amount']);
    case 'asOf':
    case 'priorAsOf':
    case 'from':
    case 'to':
      return draw.of(['1', '3', '2030-01-01', '2030-01-01T00:00:00Z', '0:5', '1:3,2:4', '2024-06-30']);
    case 'effectiveOn':
    case 'priorEffectiveOn':
    case 'effectiveFrom':
    case 'effectiveTo':
      return draw.of(['2024-06-30', '2024-12-31', '2025-01-01']);
    case 'limit':
      return draw.of(['1', '50', '1000']);
    case 'after':
      return String(draw.below(20));
    case 'Ledger-Min-Position':
    case 'Last-Event-ID':
      return draw.of(['0:0', '1:1', '0:1,1:1', '5:0']);
    default:
      return draw.anyOf(choices ?? []) ?? 'x';
  }
}

/** Instants, positions, revisions, cursors and numbers that are none, or that reach where nothing is. */
const HOSTILE: readonly [string, ...string[]] = [
  '0000-01-01',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999+14:00',
  '2024-01-01T00:00:00+99:99',
  '2024-01-01T00:00:00-24:00',
  '2024-01-01T24:00:00Z',
  '2024-01-01T00:00:60Z',
  '2024-02-30',
  '+275760-09-13T00:00:00.000Z',
  '0:-1',
  '0:1,0:2',
  '999:1',
  '0:99999999999999999999',
  ':',
  '-1',
  '0',
  '1e3',
  '2147483648',
  '9223372036854775808',
  '1.5',
  'AAAA',
  Buffer.from('\0').toString('base64url'),
  Buffer.from('["a\0b"]').toString('base64url'),
  Buffer.from('{"after":"\0"}').toString('base64url'),
  Buffer.from('[1,2,3]').toString('base64url'),
  '12',
  '0000',
  '126 001',
  '１２６００１',
  '*',
  '%',
  '_',
];

function hostile(draw: Draw): string {
  return draw.oneIn(3) ? hostileText(draw).slice(0, 3_000) : draw.of(HOSTILE);
}

/** Addresses with all their parts, for what is written by hand. */
export function plainPaths(division: string): [string, ...string[]] {
  return [
    '/health/ready',
    '/metrics',
    '/docs-yaml',
    `/v1/streams/${division}/126`,
    `/v1/streams/${division}/126/events?format=csv`,
    `/v1/units/${division}/126001/years/2024/tables/3`,
    `/v1/departments/${division}/126/years/2024/comparison?format=html`,
    `/v1/departments/${division}/126/years/2024/publication?format=html`,
    '/v1/subscriptions',
  ];
}

/** A read that means well, or one whose parameters do not. */
export function readRequest(draw: Draw, division: string, isHostile: boolean): HttpRequest {
  const route = draw.of(reads);
  const service = OF_EVERY_SERVICE.test(route.path) && draw.oneIn(2) ? 'ledger' : 'query';
  return { over: 'http', service, ...filled(draw, route, division, isHostile) };
}

export function subscriptionRequest(draw: Draw, division: string): HttpRequest {
  if (subscriptions === undefined) throw new Error('the documentation tells of no subscriptions');
  return { over: 'http', service: 'query', isEndless: true, ...filled(draw, subscriptions, division, draw.oneIn(2)) };
}

type Filled = Pick<HttpRequest, 'method' | 'path' | 'headers' | 'patienceMs'>;

function filled(draw: Draw, { path, parameters }: Route, division: string, isHostile: boolean): Filled {
  const valueOf = ({ name, schema }: Parameter): string =>
    isHostile && draw.oneIn(2) ? hostile(draw) : usual(draw, name, division, schema?.enum);
  let address = path;
  const query: string[] = [];
  const headers: Record<string, string> = {};
  let patienceMs: number | undefined;
  for (const parameter of parameters) {
    const { name } = parameter;
    if (parameter.in === 'path') {
      // A dot alone would be taken out of the address by whoever sends it.
      address = address.replace(`{${name}}`, () => encoded(valueOf(parameter)).replaceAll('.', '%2E'));
    } else if (parameter.in === 'query') {
      if (!draw.oneIn(isHostile ? 3 : 4)) continue;
      const value = valueOf(parameter);
      // Where a version is not reached, waiting for it is what was asked for.
      if (VERSIONS.test(name) && /^\d/.test(value)) patienceMs = WAITING_MS;
      query.push(`${name}=${encoded(value)}`);
      if (isHostile && draw.oneIn(12)) query.push(`${name}=${encoded(valueOf(parameter))}`);
    } else if (draw.oneIn(30)) {
      headers[name] = headerSafe(isHostile ? hostile(draw) : usual(draw, name, division, undefined));
      patienceMs = WAITING_MS;
    }
  }
  if (isHostile && draw.oneIn(10)) query.push(`${encoded(hostile(draw))}=${encoded(hostile(draw))}`);
  if (draw.oneIn(20)) headers['if-none-match'] = draw.of(['*', '"x"', 'W/"x"', '"', 'x'.repeat(5_000)]);
  if (draw.oneIn(20)) headers['accept'] = draw.of(['text/csv', 'text/html', 'image/png', '*/*;q=0', ',']);
  if (draw.oneIn(10)) headers['accept-encoding'] = draw.of(['gzip', 'br', 'gzip;q=0', '*']);
  const method = draw.oneIn(25) ? draw.of(['HEAD', 'OPTIONS', 'POST', 'DELETE', 'PUT']) : 'GET';
  const asked = `${address}${query.length === 0 ? '' : `?${query.join('&')}`}`;
  return { method, path: asked, headers, ...(patienceMs === undefined ? {} : { patienceMs }) };
}

/** As an address carries it; halves of pairs, which it cannot, are replaced. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

function headerSafe(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 2_000);
}

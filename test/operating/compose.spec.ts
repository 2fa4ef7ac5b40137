import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG_VARIABLES, SECRET_FILE_VARIABLES } from '#platform';
import { parse } from 'yaml';

interface Compose {
  services: Record<
    string,
    {
      image: string;
      command?: string[];
      environment: Record<string, string>;
      secrets?: string[];
      ports?: string[];
    }
  >;
}

const root = join(__dirname, '..', '..');
const { services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;
const OF_DATA = ['ledger', 'projector', 'query'];
const OWN = [...OF_DATA, 'console'];

describe('docker-compose.yml', () => {
  it.each(OWN)('gives %s no variable that it would not read', (name) => {
    const variables = Object.keys(services[name]!.environment);
    if (OF_DATA.includes(name)) expect(variables).toEqual(expect.arrayContaining(['KAFKA_BROKERS', 'DATABASE_URL']));
    const known = [...CONFIG_VARIABLES, ...SECRET_FILE_VARIABLES];
    expect(variables.filter((variable) => !known.includes(variable))).toEqual([]);
  });

  it.each(OWN)('starts %s from the one image', (name) => {
    expect(services[name]).toMatchObject({
      image: 'budget-ledger',
      command: ['node', `dist/apps/${name}/src/main.js`],
    });
  });

  it.each(OWN)('runs %s on a read-only file system, without capabilities, and looks whether it lives', (name) => {
    expect(services[name]).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      healthcheck: { test: ['CMD', 'node', '--eval', expect.stringContaining('/health/live')] },
    });
    const { tmpfs = [], volumes = [] } = services[name] as { tmpfs?: string[]; volumes?: string[] };
    expect([...tmpfs, ...volumes.map((volume) => volume.split(':')[1])]).toEqual(['/tmp']);
  });

  it('has no password of its own, and is reached from this machine alone unless somebody says otherwise', () => {
    const text = JSON.stringify(services);
    expect(text).not.toMatch(/\$\{[A-Z_]*PASSWORD|:\/\/[^"@/]*:[^"@/]*@/);
    const file = '/run/secrets/postgres-password';
    expect(services['postgres']).toMatchObject({ environment: { POSTGRES_PASSWORD_FILE: file } });
    for (const name of OF_DATA) expect(services[name]?.environment.DATABASE_PASSWORD_FILE).toBe(file);
    const ports = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !port.startsWith('${PUBLISH_ADDRESS:-127.0.0.1}:'))).toEqual([]);
  });

  it('hands the files of tokens and rights to those who ask callers as secrets, and to nobody else', () => {
    for (const name of ['ledger', 'query']) {
      expect(services[name]?.environment.LEDGER_TOKENS_FILE).toBe('/run/secrets/tokens');
      expect(services[name]?.secrets).toEqual(['postgres-password', 'tokens', 'access']);
    }
    expect(services.projector?.secrets).toEqual(['postgres-password']);
    expect(services.projector?.environment).not.toHaveProperty('LEDGER_TOKENS_FILE');
  });

  it('gives the console neither Kafka nor the database, nor anything by which callers are known', () => {
    const { environment = {}, secrets = [] } = services.console ?? {};
    expect(secrets).toEqual([]);
    expect(Object.keys(environment).filter((name) => /KAFKA|DATABASE|TOKENS|KEYS|ACCESS/.test(name))).toEqual([]);
    expect(environment).toMatchObject({ LEDGER_URL: 'http://ledger:8080', QUERY_URL: 'http://query:8080' });
  });

  it('runs the version of Kafka that the embedded broker is fetched in', () => {
    const pom = readFileSync(join(root, 'deploy', 'kafka', 'pom.xml'), 'utf8');
    const version = /<kafka\.version>(.+)<\/kafka\.version>/.exec(pom)?.[1];
    expect(services.kafka?.image).toBe(`apache/kafka:${version ?? ''}`);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG_VARIABLES } from '#platform';
import { parse } from 'yaml';

interface Compose {
  services: Record<
    string,
    { image: string; command?: string[]; environment: Record<string, string>; secrets?: string[] }
  >;
}

const root = join(__dirname, '..', '..');
const { services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;
const OWN = ['ledger', 'projector', 'query'];

describe('docker-compose.yml', () => {
  it.each(OWN)('gives %s no variable that it would not read', (name) => {
    const variables = Object.keys(services[name]!.environment);
    expect(variables).toEqual(expect.arrayContaining(['KAFKA_BROKERS', 'DATABASE_URL']));
    expect(variables.filter((variable) => !CONFIG_VARIABLES.includes(variable))).toEqual([]);
  });

  it.each(OWN)('starts %s from the one image', (name) => {
    expect(services[name]).toMatchObject({
      image: 'budget-ledger',
      command: ['node', `dist/apps/${name}/src/main.js`],
    });
  });

  it('hands the file of tokens to the ledger as a secret, and to nobody else', () => {
    expect(services.ledger?.environment.LEDGER_TOKENS_FILE).toBe('/run/secrets/tokens');
    expect(services.ledger?.secrets).toEqual(['tokens']);
    for (const name of ['projector', 'query']) {
      expect(services[name]).not.toHaveProperty('secrets');
      expect(services[name]?.environment).not.toHaveProperty('LEDGER_TOKENS_FILE');
    }
  });

  it('runs the version of Kafka that the embedded broker is fetched in', () => {
    const pom = readFileSync(join(root, 'deploy', 'kafka', 'pom.xml'), 'utf8');
    const version = /<kafka\.version>(.+)<\/kafka\.version>/.exec(pom)?.[1];
    expect(services.kafka?.image).toBe(`apache/kafka:${version ?? ''}`);
  });
});

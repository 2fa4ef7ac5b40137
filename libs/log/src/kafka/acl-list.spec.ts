import { aclsOf, asCommands } from './acl-list';
import { topicsOf } from './topic';

const acls = aclsOf(
  {
    ledger: 'User:ledger',
    projector: 'User:projector',
    query: 'User:query',
    auditor: 'User:auditor',
    senders: ['User:treasury'],
    readers: ['User:portal'],
  },
  'budget',
);

function whoMay(operation: 'Read' | 'Write', topic: string): string[] {
  const entries = acls.filter(({ name, operations }) => name === topic && operations.includes(operation));
  return entries.map(({ principal }) => principal.replace('User:', ''));
}

test('each topic has few writers', () => {
  const { events, commands, results, rejected, tables, clock, access } = topicsOf('budget');
  expect(whoMay('Write', events)).toEqual(['ledger']);
  expect(whoMay('Write', tables)).toEqual(['projector']);
  expect(whoMay('Write', commands)).toEqual(['treasury']);
  for (const topic of [results, rejected, clock]) expect(whoMay('Write', topic)).toEqual(['ledger']);
  expect(whoMay('Write', access)).toEqual(['ledger', 'query']);
  expect(whoMay('Read', access)).toEqual(['query', 'auditor']);
  expect(whoMay('Read', events)).toEqual(['ledger', 'projector', 'query', 'auditor', 'portal']);
});

test('nobody is allowed anything of the cluster, of all topics, or of transactions', () => {
  for (const { resource, name } of acls) {
    expect(['Topic', 'Group']).toContain(resource);
    expect(name).not.toBe('*');
  }
});

test("Kafka's own tool takes the same", () => {
  const commands = asCommands(acls, ['a:9092', 'b:9092']);
  expect(commands).toHaveLength(acls.length);
  expect(commands).toContain(
    "kafka-acls.sh --bootstrap-server a:9092,b:9092 --add --allow-principal 'User:treasury' --operation Write --operation Describe --topic 'budget.commands'",
  );
  expect(
    commands.filter((command) => command.includes("--group 'ledger-' --resource-pattern-type prefixed")),
  ).toHaveLength(1);
});

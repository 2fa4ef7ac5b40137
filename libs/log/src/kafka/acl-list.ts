import { topicsOf } from './topic';

export type Operation = 'Read' | 'Write' | 'Create' | 'Describe' | 'DescribeConfigs' | 'Delete';

/** One thing that a principal is allowed; whatever no entry allows is not. */
export interface Acl {
  principal: string;
  resource: 'Topic' | 'Group';
  name: string;
  pattern: 'literal' | 'prefixed';
  operations: readonly Operation[];
}

/** The principals of one ledger: `User:…`, as the brokers call those whom they have let in. */
export interface Principals {
  ledger: string;
  projector: string;
  query: string;
  auditor: string;
  /** Who posts commands through Kafka. */
  senders: readonly string[];
  /** Who reads events and tables. */
  readers: readonly string[];
}

const READ = ['Read', 'Describe'] as const;
/** Who writes a topic looks at its settings too, and makes it where it is missing. */
const KEEP = ['Write', 'Create', 'Describe', 'DescribeConfigs'] as const;
const WATCH = ['Read', 'Describe', 'DescribeConfigs'] as const;
const OWN_GROUPS = ['Read', 'Describe', 'Delete'] as const;

/**
 * What each of them needs, and nothing besides. Only the ledger writes events and only the projector tables. Nobody has a transactional id,
 * and a producer that is idempotent needs no more than to write.
 */
export function aclsOf(principals: Principals, prefix: string): Acl[] {
  const { ledger, projector, query, auditor, senders, readers } = principals;
  const topics = topicsOf(prefix);
  const topic = (principal: string, name: keyof typeof topics, operations: readonly Operation[]): Acl => {
    return { principal, resource: 'Topic', name: topics[name], pattern: 'literal', operations };
  };
  const group = (principal: string, name: string, operations: readonly Operation[] = OWN_GROUPS): Acl => {
    return { principal, resource: 'Group', name, pattern: 'prefixed', operations };
  };
  const own = (principal: string): Acl => group(principal, `${principal.replace(/^User:/, '')}-`, READ);
  return [
    topic(ledger, 'events', ['Read', ...KEEP]),
    topic(ledger, 'clock', ['Read', ...KEEP]),
    topic(ledger, 'commands', ['Read', 'Create', 'Describe', 'DescribeConfigs']),
    topic(ledger, 'results', KEEP),
    topic(ledger, 'rejected', KEEP),
    group(ledger, 'ledger-'),
    { ...group(ledger, `${prefix}-intake`, READ), pattern: 'literal' },
    topic(projector, 'events', WATCH),
    topic(projector, 'tables', ['Read', ...KEEP]),
    group(projector, 'projector-'),
    group(projector, 'tables-publisher-'),
    // Whole topics are read in groups of this name.
    group(projector, 'auditor-'),
    // The trace of who tried what is written by whoever is asked, and shown by the query service.
    topic(ledger, 'access', KEEP),
    topic(query, 'access', ['Read', ...KEEP]),
    // An event is shown to auditors with the record that it was read from.
    topic(query, 'events', READ),
    topic(auditor, 'access', READ),
    topic(auditor, 'events', WATCH),
    group(auditor, 'auditor-'),
    ...senders.flatMap((sender) => [
      topic(sender, 'commands', ['Write', 'Describe']),
      topic(sender, 'results', READ),
      own(sender),
    ]),
    ...readers.flatMap((reader) => [topic(reader, 'events', READ), topic(reader, 'tables', READ), own(reader)]),
  ];
}

/** The same as commands of Kafka's own tool, for who applies them by hand. */
export function asCommands(acls: readonly Acl[], brokers: readonly string[]): string[] {
  return acls.map(({ principal, resource, name, pattern, operations }) => {
    const what = [
      `--${resource.toLowerCase()} '${name}'`,
      ...(pattern === 'literal' ? [] : ['--resource-pattern-type prefixed']),
    ];
    const may = operations.map((operation) => `--operation ${operation}`);
    return [
      'kafka-acls.sh',
      `--bootstrap-server ${brokers.join(',')}`,
      '--add',
      `--allow-principal '${principal}'`,
      ...may,
      ...what,
    ].join(' ');
  });
}

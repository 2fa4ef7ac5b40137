/** A controller of the cluster, by which the brokers find each other. */
export interface Voter {
  nodeId: number;
  controllerPort: number;
}

export interface KafkaConfig {
  nodeId: number;
  port: number;
  controllerPort: number;
  voters: Voter[];
  logDir: string;
  extraConfig: Record<string, string>;
}

const HOST = '127.0.0.1';

// The largest record that the ledger's topics allow, and room for what Kafka puts around it.
const LARGEST_BATCH_BYTES = 8 * 1024 * 1024 + 64 * 1024;

/**
 * A node that was killed has to wait for its own registration to run out before it may register again, and tries every half second. Where no
 * other node is there to take over what it leads, nothing is lost by waiting shorter; and one that stood still for as long leads again with
 * its next heartbeat.
 */
const ALONE = { 'broker.session.timeout.ms': '1500', 'broker.heartbeat.interval.ms': '300' };

/** The file server.properties of one node that is broker and controller at once. */
export function renderKafkaConfig(config: KafkaConfig): string {
  const replicas = String(Math.min(3, config.voters.length));
  const inSync = config.voters.length >= 3 ? '2' : '1';
  const settings: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': String(config.nodeId),
    'controller.quorum.voters': config.voters.map((each) => `${each.nodeId}@${HOST}:${each.controllerPort}`).join(','),
    listeners: `BROKER://${HOST}:${config.port},CONTROLLER://${HOST}:${config.controllerPort}`,
    'advertised.listeners': `BROKER://${HOST}:${config.port}`,
    'listener.security.protocol.map': 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'BROKER',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': config.logDir,

    // A ledger must not forget, and a topic that somebody misspelt must not come into being.
    'log.retention.ms': '-1',
    'auto.create.topics.enable': 'false',
    'unclean.leader.election.enable': 'false',
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'message.max.bytes': String(LARGEST_BATCH_BYTES),
    'replica.fetch.max.bytes': String(LARGEST_BATCH_BYTES),

    // A group's first member need not wait for others: here every reader has a group of its own.
    'group.initial.rebalance.delay.ms': '0',
    'offsets.topic.num.partitions': '4',
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.num.partitions': '1',
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': '1',
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,

    // The defaults are those of a large server; the cleaner's buffer alone would take 128 MiB of the heap.
    'log.cleaner.dedupe.buffer.size': String(8 * 1024 * 1024),
    'num.network.threads': '2',
    'num.io.threads': '4',
    'num.recovery.threads.per.data.dir': '2',
    // After a kill everything behind the last segment that was closed is read and checked again before the start is over: of each partition so much at most.
    'log.segment.bytes': String(16 * 1024 * 1024),
    ...(config.voters.length === 1 ? ALONE : {}),
    ...config.extraConfig,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${escapeProperty(value)}\n`)
    .join('');
}

/** Java reads a backslash in a properties file as the start of an escape, and the file as Latin-1 where it is not told otherwise. */
function escapeProperty(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Everything goes to the standard output, which is the log file; the long lists of settings are left out. */
export const LOG4J_CONFIG = `rootLogger.level = INFO
rootLogger.appenderRef.out.ref = OUT
appender.out.type = Console
appender.out.name = OUT
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d %p %m (%c{1})%n
logger.settings.name = org.apache.kafka.common.config
logger.settings.level = WARN
logger.clients.name = org.apache.kafka.clients
logger.clients.level = WARN
`;

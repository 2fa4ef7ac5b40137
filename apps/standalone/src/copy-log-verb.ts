import { parseArgs } from 'node:util';

import { copyLog } from '#log';
import { type Config, ConfigError, required } from '#platform';

export const COPY_USAGE = `  npm run ledger -- copy-log --to-prefix PREFIX [--cut 361100/126[@REVISION]]… [--without 3:1200]…
                                  [--brokers HOST:PORT,…] [--prefix budget] [--ledger-id …]

  copy-log  把不能继续使用的日志逐字节复制到新主题；--cut 从断裂处起舍去一个部门的记录
            copies a log that cannot be used any more into a new topic, byte for byte; --cut leaves out a broken stream from
            its break on, and with @REVISION, 从该版次的记录起舍去 from that record on; --without 用占位记录代替无法读取的记录批，其后各条偏移不变
            puts records that say so in the place of a batch that cannot be read, so that all behind it keeps its offsets
`;

/** The way on after damage; see docs/operations.md. */
export async function runCopy(argv: string[], config: Config): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      'to-prefix': { type: 'string' },
      cut: { type: 'string', multiple: true },
      without: { type: 'string', multiple: true },
      brokers: { type: 'string' },
      prefix: { type: 'string' },
      'ledger-id': { type: 'string' },
    },
  });
  const to = values['to-prefix'];
  if (to === undefined) throw new ConfigError(COPY_USAGE);
  const { partitions, records, unreadable, leftOut, cutsNotMet } = await copyLog({
    brokers: values.brokers?.split(',') ?? required(config.brokers, 'KAFKA_BROKERS（或 or --brokers）'),
    security: config.kafkaSecurity,
    ledgerId: values['ledger-id'] ?? config.ledgerId,
    from: values.prefix ?? config.topicPrefix,
    to,
    replication: config.replication,
    cutStreams: values.cut ?? [],
    without: values.without ?? [],
  });
  process.stdout.write(`${to}.events: 分区 partitions ${partitions}, 记录 records ${records}\n`);
  if (unreadable > 0) process.stdout.write(`无法读取 unreadable: ${unreadable}\n`);
  for (const [stream, count] of leftOut) process.stdout.write(`舍去 left out: ${stream} ${count}\n`);
  for (const cut of cutsNotMet)
    process.stdout.write(`日志中没有此处，未舍去 not in the log, nothing was left out: ${cut}\n`);
}

import { parseArgs } from 'node:util';

import { type Config, ConfigError, required } from '#platform';
import { alignedText } from '#report';

import { checkProjections, type ProjectionCheck } from '../../projector/src/check-projections';

export const PROJECTIONS_USAGE = `  npm run ledger -- projections [--database URL] [--brokers HOST:PORT,…] [--prefix budget] [--ledger-id …]

  projections  从日志重建读模型，逐表列出行数与校验和并比对；0 相符，1 不符
               makes the read model again from the log and compares it table by table, by rows and checksums; exit code 0 is equal, 1 is not
`;

/** Answers the exit code. */
export async function runProjections(argv: string[], config: Config): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      database: { type: 'string' },
      brokers: { type: 'string' },
      prefix: { type: 'string' },
      'ledger-id': { type: 'string' },
    },
  });
  const databaseUrl = values.database ?? config.databaseUrl;
  if (databaseUrl === undefined) throw new ConfigError(`缺少 DATABASE_URL 或 --database。\n${PROJECTIONS_USAGE}`);
  const check = await checkProjections({
    brokers: values.brokers?.split(',') ?? required(config.brokers, 'KAFKA_BROKERS（或 or --brokers）'),
    prefix: values.prefix ?? config.topicPrefix,
    ledgerId: values['ledger-id'] ?? config.ledgerId,
    databaseUrl,
  });
  process.stdout.write(checkAsText(check));
  return check.tables.every(({ isEqual }) => isEqual) ? 0 : 1;
}

function checkAsText({ records, tables, stops }: ProjectionCheck): string {
  const head = ['表 table', '行数 rows', '校验和 checksum', '重建行数 rebuilt', '重建校验和 rebuilt', '相符 equal'];
  const rows = tables.map(({ table, live, rebuilt, isEqual }) => [
    table,
    String(live?.rows ?? '—'),
    live?.checksum ?? '—',
    String(rebuilt?.rows ?? '—'),
    rebuilt?.checksum ?? '—',
    isEqual ? '是 yes' : '否 NO',
  ]);
  const different = tables.filter(({ isEqual }) => !isEqual);
  const verdict =
    different.length === 0
      ? '全部相符 All tables are equal.'
      : `不符 Different: ${different.map(({ table }) => table).join(', ')}`;
  const lines = alignedText([head, ...rows], ['left', 'right', 'left', 'right', 'left', 'left']);
  const stopped = stops.map(
    ({ stream, revision, reason }) =>
      `${stream} 停在第 ${revision} 版，之后的记录不在表中 has stopped at revision ${revision}; what it recorded afterwards is in no table: ${reason}\n`,
  );
  return `${lines.join('\n')}\n\n读取记录 records read: ${records}\n${verdict}\n${stopped.join('')}`;
}

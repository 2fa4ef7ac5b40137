import { shareOf, type VersionDescription, type VersionStanding, versionStanding } from '#read-model';
import { alignedText } from '#report';

import type { ProjectionCheck } from '../../projector/src/check-projections';

/** The table of a comparison, with its verdict. */
export function checkAsText({ records, tables, stops }: ProjectionCheck): string {
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

/** All versions, one a line, for a terminal. */
export function statusAsText(versions: readonly VersionDescription[], own: string): string {
  if (versions.length === 0) {
    return '还没有读模型；投影服务启动后建立。 There is no read model yet: a projector makes it when it starts.\n';
  }
  const head = [
    '版本 version',
    '表式 form',
    '状态 state',
    '已投影 projected',
    '大小 MiB',
    '投影服务 projectors',
    '历史起于 history from',
    '建成 built',
  ];
  const rows = versions.map((version) => [
    version.version === own ? `${version.version}（本程序 this program's）` : version.version,
    String(version.form),
    stateInWords(version),
    version.projected === null ? '—' : String(version.projected),
    version.bytes === null ? '—' : (version.bytes / 1024 ** 2).toFixed(1),
    String(version.projectors),
    version.leftOut === undefined ? '全部 all' : String(version.leftOut.historyFrom),
    version.builtAt?.toISOString() ?? '—',
  ]);
  const aligned = alignedText([head, ...rows], ['left', 'right', 'left', 'right', 'right', 'right', 'left', 'left']);
  return `${[...aligned, ...versions.flatMap(leftOutInWords)].join('\n')}\n`;
}

/** What a version leaves out, where it is not all closed or some of it is kept at present. */
function leftOutInWords({ version, leftOut }: VersionDescription): string[] {
  if (leftOut === undefined) return [];
  const { historyFrom, openYears, recalled } = leftOut;
  const open =
    openYears === 0
      ? []
      : [
          `${version}：${historyFrom} 年之前有 ${openYears} 个部门年度尚未结账，其历史须由日志取回。 ` +
            `${openYears} years of departments before ${historyFrom} are not closed yet, and their history is read from the log.`,
        ];
  const kept =
    recalled.streams === 0
      ? []
      : [
          `${version}：已由日志取回 ${recalled.streams} 个部门的历史，${(recalled.bytes / 1024 ** 2).toFixed(1)} MiB。 ` +
            `History of ${recalled.streams} departments was read from the log and is kept at present.`,
        ];
  return [...open, ...kept];
}

/** What a version does; of one that has failed its reason is told, and of one that is filled how far it is. */
const STANDING_WORDS: Readonly<Record<Exclude<VersionStanding, 'failed' | 'filling'>, string>> = {
  serving: '供读 read',
  built: '已建成 filled',
  left: '曾供读 was read',
  waiting: '未建成 not filled',
};

function stateInWords(version: VersionDescription): string {
  const standing = versionStanding(version);
  if (standing === 'failed') return `失败 failed: ${version.failure ?? ''}`;
  if (standing !== 'filling' || version.progress === null)
    return STANDING_WORDS[standing === 'filling' ? 'waiting' : standing];
  const { phase, perSecond, secondsLeft } = version.progress;
  const left = secondsLeft === null ? '' : `，剩 ${Math.ceil(secondsLeft)} s left`;
  const what = phase === 'filling' ? '建立中 filling' : '建索引 indexing';
  return `${what} ${Math.floor(shareOf(version.progress) * 100)}%，${Math.round(perSecond)}/s${left}`;
}

import type { Fault, PartitionReport } from '#log';

/** Longer lists are cut on the screen; `--json` and `--write-anchors` have all of them. */
const SHOWN = 20;

export interface Verification {
  /** The topic or the file. */
  source: string;
  ledgerId: string;
  partitions: readonly PartitionReport[];
  faults: readonly Fault[];
  anchors: number;
  notice?: string;
}

/** What was found, for a terminal: counts, heads and the verdict, Chinese first. */
export function verificationAsText(verification: Verification, seconds: number): string {
  const { source, ledgerId, partitions, faults, notice } = verification;
  const oddities = partitions.flatMap((partition) => partition.oddities);
  const lines = [
    `核验 Verification: ${source}，账本 ledger ${ledgerId}`,
    ...(notice === undefined ? [] : [`注意 Notice: ${notice}`]),
    ...partitions.map(partitionLine),
    ...oddities.slice(0, SHOWN).map((oddity) => `杂项 Nothing that counts: ${oddity}`),
    ...(faults.length === 0 ? headLines(partitions) : []),
    ...verdict(verification, seconds),
  ];
  return `${lines.join('\n')}\n`;
}

export function verificationAsJson({ partitions, faults, ...rest }: Verification): string {
  const counts = partitions.map(({ partition, records, accepted, void: voids, junk, control, unjudged, end }) => ({
    partition,
    records,
    accepted,
    void: voids,
    junk,
    control,
    unjudged,
    end,
  }));
  const heads = partitions.flatMap((partition) => partition.heads);
  return `${JSON.stringify({ ok: faults.length === 0, ...rest, partitions: counts, faults, heads })}\n`;
}

function partitionLine(report: PartitionReport): string {
  const { partition, records, accepted, void: voids, junk, control, unjudged, heads } = report;
  const parts = [
    `记录 records ${records}`,
    `有效 accepted ${accepted}`,
    `无效 void ${voids}`,
    `杂项 junk ${junk}`,
    ...(control === 0 ? [] : [`事务控制记录 control ${control}`]),
    `流 streams ${heads.length}`,
    ...(unjudged === 0 ? [] : [`未判 unjudged ${unjudged}`]),
  ];
  return `分区 Partition ${partition}: ${parts.join(', ')}`;
}

function headLines(partitions: readonly PartitionReport[]): string[] {
  const heads = partitions.flatMap((partition) => partition.heads);
  const shown = heads
    .slice(0, SHOWN)
    .map(({ stream, revision, hash, position }) => `末版 Head: ${stream} ${revision} ${hash} ${position}`);
  const more = heads.length - shown.length;
  return more === 0 ? shown : [...shown, `……另有 ${more} 个 and ${more} more (--json, --write-anchors)`];
}

function verdict({ partitions, faults, anchors }: Verification, seconds: number): string[] {
  const records = partitions.reduce((sum, partition) => sum + partition.records, 0);
  const rate = `${records} 条记录 records, ${seconds.toFixed(1)} s, ${Math.round(records / Math.max(seconds, 0.001))}/s`;
  const [first, ...others] = faults;
  if (first !== undefined) {
    const shown = others.slice(0, SHOWN).map((fault) => `另 Also: ${faultLine(fault)}`);
    const more = others.length - shown.length;
    return [
      `不符 NOT OK: ${faultLine(first)}`,
      ...shown,
      ...(more === 0 ? [] : [`……另有 ${more} 处 and ${more} more (--json)`]),
      rate,
    ];
  }
  const held =
    anchors === 0
      ? '未给锚点：改写后重新链接到末尾的部门、最后一条记录的改动、被截去的末尾，只有与保存在别处的锚点或回执比对才能发现 No anchors: a stream that was rewritten and chained anew to its end, a changed last record and a cut tail show only with --anchors'
      : `与 ${anchors} 个锚点相符 in accord with ${anchors} anchors`;
  return [held, `相符 OK: ${rate}`];
}

export function faultLine({ partition, offset, stream, revision, why }: Fault): string {
  const place = [
    `分区 partition ${partition}`,
    `偏移 offset ${offset}`,
    ...(stream === undefined ? [] : [`部门 stream ${stream}`]),
    ...(revision === undefined ? [] : [`版本 revision ${revision}`]),
  ];
  return `${place.join(', ')}: ${why.zh}。 ${why.en}.`;
}

import type { AcceptedRecord } from '../rule/fold';
import type { Anchor, PartitionEnd } from './verify-anchors';
import type { Words } from './verify-report';

interface Position {
  partition: number;
  offset: number;
}

/** Compares what stands in one partition with what somebody has kept of it elsewhere: receipts, and how far it reached. */
export class AnchorCheck {
  /** Receipts of records that were not met yet. */
  private readonly unmet = new Map<string, Anchor[]>();

  constructor(
    anchors: readonly Anchor[],
    private readonly ends: readonly PartitionEnd[],
    /** Where a record is to be looked for. */
    private readonly positionAt: (offset: number) => Position,
  ) {
    for (const anchor of anchors) {
      const id = idOf(anchor.stream, anchor.revision);
      this.unmet.set(id, [...(this.unmet.get(id) ?? []), anchor]);
    }
  }

  /** Where an accepted record is not the one that its receipts stand for. */
  brokenBy({ stream, envelope, hash, offset: offsetHere }: AcceptedRecord): Words | undefined {
    if (this.unmet.size === 0) return undefined;
    const { partition, offset } = this.positionAt(offsetHere);
    const id = idOf(stream, envelope.revision);
    const anchors = this.unmet.get(id) ?? [];
    this.unmet.delete(id);
    for (const anchor of anchors) {
      if (anchor.hash !== hash) {
        return {
          zh: `与回执不符：回执的哈希为 ${anchor.hash}，此处为 ${hash}`,
          en: `it is not what the receipt stands for: the receipt's hash is ${anchor.hash}, this is ${hash}`,
        };
      }
      const at = anchor.at;
      if (at !== undefined && (at.partition !== partition || at.offset !== offset)) {
        return {
          zh: `内容与回执相符，但回执的位置为 ${at.partition}:${at.offset}：它之前有记录被增删`,
          en: `it is what the receipt stands for, but stood at ${at.partition}:${at.offset}: records before it were added or removed`,
        };
      }
    }
    return undefined;
  }

  /** Where another record was seen at an offset, the newest one at that time. */
  changedAt(offset: number, hash: string): Words | undefined {
    for (const end of this.ends) {
      if (end.nextOffset - 1 !== offset || end.lastHash === hash) continue;
      return {
        zh: `与锚点文件不符：此处记录的哈希曾为 ${end.lastHash}，现为 ${hash}`,
        en: `the anchors have seen another record here: its hash was ${end.lastHash} and is ${hash}`,
      };
    }
    return undefined;
  }

  /** Where the partition was seen to reach further than it does. */
  cutOffAt(nextOffset: number): Words | undefined {
    const further = this.ends.find((end) => end.nextOffset > nextOffset);
    if (further === undefined) return undefined;
    return {
      zh: `分区到此为止，而锚点文件证明它曾到达偏移 ${further.nextOffset - 1}：末尾被截去`,
      en: `the partition ends here, but the anchors have seen it up to offset ${further.nextOffset - 1}: its tail was cut off`,
    };
  }

  /** Receipts of records that were never met: the tail of their stream, which ends at this revision, is not what it was. */
  missed(headOf: (stream: string) => number): { stream: string; revision: number; why: Words }[] {
    return [...this.unmet.values()].flat().map(({ stream, revision, hash }) => {
      const head = headOf(stream);
      const why = {
        zh: `部门 ${stream} 止于第 ${head} 版，而回执证明第 ${revision} 版（哈希 ${hash}）曾被接受：末尾被截去或改动`,
        en: `${stream} ends at revision ${head}, but a receipt stands for revision ${revision} (hash ${hash}): the tail was cut off or altered`,
      };
      return { stream, revision, why };
    });
  }
}

function idOf(stream: string, revision: number): string {
  return `${stream}@${revision}`;
}

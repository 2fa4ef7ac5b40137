import {
  availableDelta,
  changed,
  effectsOf,
  emptyLine,
  type LedgerEvent,
  type Line,
  type LineEffect,
  lineKeyOf,
  partsOf,
  type Timeline,
} from '#domain';

/** A line with what must not fall below zero on any day. */
export interface AuditedLine extends Line {
  available: Timeline;
  /** Paid less refunded. */
  netPaid: Timeline;
  /** What freezes hold of the line, by the revision of the freeze. */
  holds: Map<number, Timeline>;
}

export interface Posting {
  effect: LineEffect;
  line: Readonly<AuditedLine>;
}

/**
 * One stream's units and lines, added up again from the postings of its events. A decision needs every earlier state and so copies what
 * it changes; an auditor never looks back, so this changes the lines in place, which is several times as fast.
 */
export class Balances {
  private readonly units = new Set<string>();
  private readonly years = new Map<number, Map<string, AuditedLine>>();

  /** Folds one event and answers what it posted, each posting with its line as all of the event leaves it. */
  apply(event: LedgerEvent, revision: number): Posting[] {
    for (const part of partsOf(event)) if (part.type === 'unit.registered.v1') this.units.add(part.data.unit);
    return effectsOf(event).map((effect) => {
      const lines = this.linesOf(effect.fiscalYear);
      const key = lineKeyOf(effect.line);
      let line = lines.get(key);
      if (line === undefined) lines.set(key, (line = newLine(effect)));
      post(line, effect, revision);
      return { effect, line };
    });
  }

  isRegistered(unit: string): boolean {
    return this.units.has(unit);
  }

  private linesOf(fiscalYear: number): Map<string, AuditedLine> {
    let lines = this.years.get(fiscalYear);
    if (lines === undefined) this.years.set(fiscalYear, (lines = new Map<string, AuditedLine>()));
    return lines;
  }
}

function newLine({ line, fiscalYear }: LineEffect): AuditedLine {
  return { ...emptyLine(line, fiscalYear), available: [], netPaid: [], holds: new Map() };
}

function post(line: AuditedLine, effect: LineEffect, revision: number): void {
  const { column, deltaFen, effectiveDate: date, freezeRevision = revision } = effect;
  line[column] += deltaFen;
  line.available = changed(line.available, date, availableDelta(column, deltaFen));
  if (column === 'paid') line.netPaid = changed(line.netPaid, date, deltaFen);
  if (column === 'refunded') line.netPaid = changed(line.netPaid, date, -deltaFen);
  if (column === 'frozen') {
    line.holds.set(freezeRevision, changed(line.holds.get(freezeRevision) ?? [], date, deltaFen));
  }
}

import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

import { type Live, useLive } from '../../../api/live';
import { addressOf, useRead } from '../../../api/use-read';
import { fenOf, yuanOf } from '../../../parts/money';
import { type BookLine } from '../draft/available';
import type { Target } from '../draft/to-command';

export interface UnitRow {
  unit: string;
  name: string;
  department: string;
  departmentName: string;
  years: number[];
}

/** What a freeze still holds, all its lines together. */
interface Freeze {
  revision: number;
  heldYuan: string;
}

/** What a form is helped with: the units, freezes and lines of its department as they stand now. */
export interface Books {
  division: string;
  department: string;
  units: readonly UnitRow[];
  freezes: readonly Freeze[];
  /** Of the form's year, and of the year before it; undefined until they are known. */
  lines: readonly BookLine[] | undefined;
  before: readonly BookLine[] | undefined;
  isUnreadable: boolean;
  standing: Live['standing'];
}

interface LinesAnswer {
  lines: BookLine[];
  position: string;
}
interface HeldAnswer {
  held: { freezeRevision: number; heldYuan: string }[];
}

const NOTHING: Books = {
  division: '',
  department: '',
  units: [],
  freezes: [],
  lines: undefined,
  before: undefined,
  isUnreadable: false,
  standing: 'off',
};
export const BooksContext = createContext<Books>(NOTHING);
export const useBooks = (): Books => useContext(BooksContext);

/** Reads the books that a form stands on and follows them, so that what is available is never that of yesterday. */
export function useDepartmentBooks({ division, department, year }: Target, needsBefore: boolean): Books {
  const isPlaced = /^\d{6}$/.test(division) && /^\d{3}$/.test(department);
  const isDated = isPlaced && /^\d{4}$/.test(year);
  const base = `/v1/departments/${division}/${department}`;
  const linesOf = (of: number): string => addressOf(`${base}/years/${of}/lines`, { limit: 5_000 });
  const [position, setPosition] = useState<string>();
  const live = useLive({ division, department, year: Number(year) }, isDated ? position : undefined);
  const lines = useRead<LinesAnswer>(isDated ? linesOf(Number(year)) : undefined, live.changes);
  const before = useRead<LinesAnswer>(isDated && needsBefore ? linesOf(Number(year) - 1) : undefined, live.changes);
  const units = useRead<{ units: UnitRow[] }>(isPlaced ? `${base}/units` : undefined);
  const freezes = useRead<HeldAnswer>(
    isPlaced ? `/v1/streams/${division}/${department}/freezes` : undefined,
    live.changes,
  );
  useEffect(() => setPosition(lines.data?.position), [lines.data?.position]);
  // A year without a record has no lines yet, which is known rather than unreadable.
  const known = (read: typeof lines) => read.data?.lines ?? (read.problem?.status === 404 ? [] : undefined);
  return {
    division,
    department,
    units: units.data?.units ?? [],
    freezes: freezesOf(freezes.data?.held ?? []),
    lines: known(lines),
    before: known(before),
    isUnreadable: lines.problem !== undefined && lines.problem.status !== 404,
    standing: live.standing,
  };
}

function freezesOf(held: HeldAnswer['held']): Freeze[] {
  const sums = new Map<number, bigint>();
  for (const { freezeRevision, heldYuan } of held)
    sums.set(freezeRevision, (sums.get(freezeRevision) ?? 0n) + fenOf(heldYuan));
  return [...sums].map(([revision, fen]) => ({ revision, heldYuan: yuanOf(fen) }));
}

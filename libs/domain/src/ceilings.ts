import type { NamedEffect } from './availability';
import { THREE_PUBLIC_ECONOMIC } from './codes';
import type { CeilingScope } from './commands';
import { currentDelta, currentOf, type Line, type LineDimensions } from './line';
import { type Fen, sumFen, yuanOf } from './money';
import type { Refusal } from './refusal';
import { refusedFor } from './rules';
import { type Ceiling, linesOfYear, type State } from './state';

/**
 * Controls on sets of lines. A ceiling limits the current budget of its set over the whole year, whatever the effective dates: it
 * stops what raises the set above it, and nothing that lowers it.
 */
export function ceilingExceeded(state: State, effects: readonly NamedEffect[]): Refusal | undefined {
  const raised = [...state.ceilings.values()].flatMap((ceiling) => {
    const { fiscalYear, scope, limitFen } = ceiling;
    const projects = projectsOf(state, scope);
    const within = effects
      .filter((effect) => effect.fiscalYear === fiscalYear && isWithin(scope, effect.line, projects))
      .map((effect) => ({ ...effect, raisedFen: currentDelta(effect.column, effect.deltaFen) }));
    const askedFen = sumFen(within.map(({ raisedFen }) => raisedFen));
    if (askedFen <= 0n) return [];
    const field = within.find(({ raisedFen }) => raisedFen > 0n)?.field ?? '';
    return [
      { ceiling, field, askedFen, roomFen: limitFen - countedBy(scope, linesOfYear(state, fiscalYear), projects) },
    ];
  });
  return refusedFor(
    'ceiling-exceeded',
    raised.filter(({ askedFen, roomFen }) => askedFen > roomFen),
    ({ ceiling, field, askedFen, roomFen }) => ({
      // A ceiling counts lines together, so the side of the command is named and not one of its lines.
      field: field.replace(/\[\d+\]$/, ''),
      value: nameOf(ceiling),
      expected: `≤ ${yuanOf(ceiling.limitFen)}`,
      askedYuan: yuanOf(askedFen),
      availableYuan: yuanOf(roomFen),
    }),
  );
}

/** Every spelling that old events know of the project of a ceiling: it limits them together. */
function projectsOf(state: State, scope: CeilingScope): readonly string[] {
  return scope.kind === 'project' ? state.spellings.like('project', scope.project) : [];
}

/** The current budget that a ceiling of this scope counts, of the lines of one year. */
export function countedBy(scope: CeilingScope, lines: readonly Line[], projects?: readonly string[]): Fen {
  return sumFen(lines.filter((line) => isWithin(scope, line, projects)).map(currentOf));
}

/** `projects` are the spellings of the scope's project, where more than its own are asked for. */
function isWithin(scope: CeilingScope, line: LineDimensions, projects: readonly string[] = []): boolean {
  if (scope.unit !== undefined && scope.unit !== line.unit) return false;
  switch (scope.kind) {
    case 'three-public':
      return THREE_PUBLIC_ECONOMIC.includes(line.economic);
    case 'project':
      return line.project === scope.project || projects.includes(line.project ?? '');
    case 'source':
      return line.source === scope.source;
  }
}

function nameOf({ fiscalYear, scope }: Ceiling): string {
  const what = scope.kind === 'project' ? scope.project : scope.kind === 'source' ? scope.source : 'three-public';
  return [fiscalYear, scope.unit, what].filter((part) => part !== undefined).join('/');
}

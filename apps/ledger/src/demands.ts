import type { CommandDemand } from '#access';
import { type Command, type CombinedPart, fenOf, type PostingLine, sumFen } from '#domain';

type Part = Command | CombinedPart;

/** What a command would touch, on both of its sides where it has two: each unit in each year, with the amount of the whole command. */
export function demandsOf(command: Command): CommandDemand[] {
  const parts: Part[] = command.type === 'CombineCommands' ? command.commands : [command];
  const amounts = parts.map(amountIn);
  const amountFen = amounts.some((amount) => amount === undefined)
    ? undefined
    : sumFen(amounts.map((fen) => fen ?? 0n));
  const demands = parts.flatMap((part) => {
    const { type } = part;
    return placesIn(part, command).flatMap((place) =>
      yearsIn(part).map((year) => ({ ...place, year, command: type, amountFen })),
    );
  });
  // Most lines of a large command are of one unit.
  return [
    ...new Map(
      demands.map((demand) => [`${demand.department}|${demand.unit}|${demand.year}|${demand.command}`, demand]),
    ).values(),
  ];
}

type Place = Pick<CommandDemand, 'division' | 'department' | 'unit'>;

function placesIn(part: Part, { division, department }: Pick<Command, 'division' | 'department'>): Place[] {
  const here = (unit?: string): Place => ({ division, department, ...(unit === undefined ? {} : { unit }) });
  if (part.type === 'TransferToDepartment') {
    const there = part.to.map(({ unit }) => ({ division, department: part.toDepartment, unit }));
    return [...part.from.map(({ unit }) => here(unit)), ...there];
  }
  if ('unit' in part) return [here(part.unit)];
  if (part.type === 'SetCeiling') return [here(part.scope.unit)];
  const lines = linesIn(part);
  return lines.length === 0 ? [here()] : lines.map(({ unit }) => here(unit));
}

function linesIn(part: Part): readonly Pick<PostingLine, 'unit'>[] {
  return sidesIn(part).flat();
}

/** Lines in the places where a command may have them. */
function sidesIn(part: Part): (readonly PostingLine[])[] {
  return [
    'lines' in part ? (part.lines ?? []) : [],
    'from' in part ? part.from : [],
    'to' in part ? (part.to ?? []) : [],
  ];
}

function yearsIn(part: Part): (number | undefined)[] {
  // The year of the event that is reversed is found when it is decided.
  if (!('fiscalYear' in part)) return [undefined];
  const { fiscalYear } = part;
  return part.type === 'CarryOverBalance' && part.opening !== true ? [fiscalYear - 1, fiscalYear] : [fiscalYear];
}

/** The larger side of what a command moves; undefined where only the decision shows it. */
function amountIn(part: Part): bigint | undefined {
  if (part.type === 'ReverseEvent') return undefined;
  if (part.type === 'ReleaseFunds' && part.lines === undefined) return undefined;
  const sums = sidesIn(part).map((lines) => sumFen(lines.map(({ amountYuan }) => fenOf(amountYuan))));
  return sums.reduce((most, sum) => (sum > most ? sum : most), 0n);
}

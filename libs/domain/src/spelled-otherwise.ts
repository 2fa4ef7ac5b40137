import type { Command } from './commands';
import type { TransitCommand } from './transit-commands';
import { nameKeyOf } from './name-key';
import { type Refusal, refusal, type RefusalFigure } from './refusal';
import { refusedFor } from './rules';
import type { NameKind } from './spellings';
import { nameInSection } from './evolve';
import { type State, type Unit } from './state';

/** A name that a command tells something by, with its place in the command. */
interface AskedName {
  field: string;
  kind: NameKind;
  name: string;
}

type Asked = Pick<Command | TransitCommand, 'type'>;

/**
 * A name that looks like a known one must be spelled as that one is, or there would be two lines, ceilings or documents where people see one.
 * Where old events know a name in several spellings, each of them stands for itself.
 */
export function spelledOtherwise(state: State, command: Asked): Refusal | undefined {
  return refusalOf(namesIn(command), state);
}

export function documentSpelledOtherwise(
  state: State,
  { documentNumber }: { documentNumber: string },
): Refusal | undefined {
  return refusalOf([{ field: 'documentNumber', kind: 'document', name: documentNumber }], state);
}

function refusalOf(asked: readonly AskedName[], { spellings }: State): Refusal | undefined {
  const figures: RefusalFigure[] = [];
  /** Names that nobody knew before this command, by their keys. */
  const introduced = new Map<string, string>();
  for (const { field, kind, name } of asked) {
    let known = spellings.like(kind, name);
    if (known.length === 0) {
      const key = `${kind} ${nameKeyOf(name)}`;
      const first = introduced.get(key) ?? name;
      introduced.set(key, first);
      known = [first];
    }
    if (!known.includes(name)) figures.push({ field, value: name, expected: known.join(' / ') });
  }
  return figures.length === 0 ? undefined : refusal('name-spelled-otherwise', figures);
}

/** The lines that arrive elsewhere are named as the other department names them, which its own stream looks after. */
function namesIn(command: Asked): AskedName[] {
  const asked: AskedName[] = [];
  const add = (field: string, kind: NameKind, name: string | undefined): void => {
    if (name !== undefined) asked.push({ field, kind, name });
  };
  const sides = command.type === 'TransferToDepartment' ? (['from'] as const) : (['lines', 'from', 'to'] as const);
  for (const side of sides) {
    const lines = (command as Partial<Record<typeof side, { project?: string }[]>>)[side] ?? [];
    lines.forEach(({ project }, index) => add(`${side}[${index}].project`, 'project', project));
  }
  const { scope, project, sections = [] } = command as Naming;
  add('project', 'project', project);
  if (scope?.kind === 'project') add('scope.project', 'project', scope.project);
  sections.forEach((section, index) => {
    const name = nameInSection(section);
    if (name !== undefined) add(`sections[${index}].${name[0]}`, ...name);
  });
  return asked;
}

type Naming = Partial<
  Pick<Extract<Command, { type: 'SetCeiling' }>, 'scope'> &
    Pick<Extract<Command, { type: 'SetPerformanceTargets' }>, 'project'> &
    Pick<Extract<Command, { type: 'SetPublicationText' }>, 'sections'>
>;

/** Units and departments are told apart by their codes, and people tell them apart by what they read. */
export function unitSpelledOtherwise(
  state: State,
  { name, departmentName }: Pick<Unit, 'name' | 'departmentName'>,
): Refusal | undefined {
  const units = [...state.units.values()];
  const known = (field: 'name' | 'departmentName', asked: string): RefusalFigure[] => {
    const alike = units.map((unit) => unit[field]).filter((other) => nameKeyOf(other) === nameKeyOf(asked));
    if (alike.length === 0 || alike.includes(asked)) return [];
    return [{ field, value: asked, expected: [...new Set(alike)].join(' / ') }];
  };
  return refusedFor(
    'name-spelled-otherwise',
    [...known('name', name), ...known('departmentName', departmentName)],
    (figure) => figure,
  );
}

import type { Command, PostingLine } from '#domain';

import { COMMAND_WORDS } from './command-words';

export interface CommandExample {
  /** Unique among the examples; also the command's id. */
  name: string;
  summary: string;
  command: Command;
}

const DIVISION = '361100';
export const YEAR = 2024;

type Own<T> = T extends Command
  ? Omit<T, 'commandId' | 'division' | 'department' | 'documentNumber' | 'effectiveDate'>
  : never;
interface Place {
  on?: string;
  department?: string;
  /** 文号: of the documents of 2024 unless it says otherwise. */
  document?: string;
}

/** One example: what it is called, what it shows, and the command. */
export function example(
  name: string,
  [zh, en]: [zh: string, en: string],
  own: Own<Command>,
  { on = '2024-01-01', department = '126', document = `饶财预〔${YEAR}〕1号` }: Place = {},
): CommandExample {
  const { type, ...rest } = own;
  const basis = { commandId: name, division: DIVISION, department, documentNumber: document, effectiveDate: on };
  return {
    name,
    summary: `${COMMAND_WORDS[type].name}：${zh} ${en}`,
    command: { type, ...basis, ...rest } as Command,
  };
}

/** The lines that the examples of commands post: of the real budget's unit. */
export const WORK = '妇女工作经费';
export const salaries: Omit<PostingLine, 'amountYuan'> = {
  unit: '126001',
  source: 'general-public-budget',
  function: '2012901',
  economic: '30101',
  category: 'personnel',
};
export const office = { ...salaries, economic: '30201', category: 'operating' } as const;
export const reception = { ...office, economic: '30217' } as const;
export const project = {
  ...salaries,
  function: '2012902',
  economic: '30201',
  category: 'project',
  project: WORK,
} as const;
export const pool = { ...project, unit: '126' } as const;
export const carried = { ...project, originYear: 2023 } as const;
export const at = <Line extends object>(line: Line, amountYuan: string): Line & { amountYuan: string } => ({
  ...line,
  amountYuan,
});

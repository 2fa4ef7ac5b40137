/** A table of Markdown; what would end a cell is escaped. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cellOf).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cellOf(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\n/g, ' ');
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** Where a heading of another page stands: `events.md#yearclosedv1-年终结账`. */
export function linkTo(page: string, heading: string, shown: string): string {
  const anchor = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
  return `[${code(shown)}](${page}#${anchor})`;
}

/** JSON for people: what is short stands on one line. */
export function jsonBlock(value: unknown): string {
  return `\`\`\`json\n${jsonOf(value, '')}\n\`\`\``;
}

const WIDTH = 120;

function jsonOf(value: unknown, indent: string): string {
  const short = inOneLine(value);
  if (typeof value !== 'object' || value === null || (indent !== '' && indent.length + short.length <= WIDTH))
    return short;
  const inner = `${indent}  `;
  const [open, close, parts] = Array.isArray(value)
    ? ['[', ']', value.map((item) => jsonOf(item, inner))]
    : ['{', '}', Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${jsonOf(item, inner)}`)];
  return `${open}\n${parts.map((part) => `${inner}${part}`).join(',\n')}\n${indent}${close}`;
}

function inOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`;
  const parts = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${inOneLine(item)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

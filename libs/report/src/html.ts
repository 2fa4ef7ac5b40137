const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A table cell; `attributes` with the value 1 for a span, or an empty class, are left out. */
export function cellHtml(
  tag: 'td' | 'th',
  text: string,
  attributes: { colspan?: number; rowspan?: number; class?: string; scope?: 'col' | 'row' } = {},
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== 1 && value !== '')
    .map(([name, value]) => ` ${name}="${escapeHtml(String(value))}"`)
    .join('');
  return `<${tag}${written}>${escapeHtml(text)}</${tag}>`;
}

export function rowHtml(cells: readonly string[]): string {
  return `<tr>${cells.join('')}</tr>`;
}

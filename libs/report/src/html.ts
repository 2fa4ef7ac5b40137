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

/**
 * A name that somebody wrote, set apart from the text around it: letters that run from right to left, or marks that turn the order,
 * must not move what stands beside it.
 */
export function nameHtml(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}

/** A cell of a table's body that heads its row. */
export function rowHeadHtml(text: string, attributes: { colspan?: number; rowspan?: number } = {}): string {
  return cellHtml('th', text, { scope: 'row', class: 'name', ...attributes });
}

/** A table cell, whose words stand for themselves; `attributes` with the value 1 for a span, or an empty class, are left out. */
export function cellHtml(
  tag: 'td' | 'th',
  text: string,
  attributes: { colspan?: number; rowspan?: number; class?: string; scope?: 'col' | 'row' } = {},
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== 1 && value !== '')
    .map(([name, value]) => ` ${name}="${escapeHtml(String(value))}"`)
    .join('');
  const isName = /\p{L}/u.test(text) && (tag === 'td' || attributes.class === 'name');
  return `<${tag}${written}>${isName ? nameHtml(text) : escapeHtml(text)}</${tag}>`;
}

/** Around a table that may be wider than the screen: it scrolls by itself, by the keyboard too. */
export function frameStart(name: string): string {
  return `<div class="frame" role="region" tabindex="0" aria-label="${escapeHtml(name)}">`;
}

export function rowHtml(cells: readonly string[]): string {
  return `<tr>${cells.join('')}</tr>`;
}

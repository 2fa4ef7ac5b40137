/** Text as HTML, safe between tags and in quoted attributes. Reports, which know no other room but the domain, have their own. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

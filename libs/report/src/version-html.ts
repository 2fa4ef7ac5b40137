import { escapeHtml } from './html';
import { type ReportVersion, versionLabel, versionParts } from './report-version';

/**
 * A page that is not the current budget says so in a box at its head and, since sheets are parted from each other, at the head of
 * every sheet of paper. The current one names what it stands on at its end.
 */
export interface VersionMarks {
  /** Before everything else; empty for the current budget. */
  head: string;
  /** Behind everything else; empty for any other. */
  foot: string;
  style: string;
  /** For the page's title, by which browsers name what is printed or saved. */
  title: string;
}

const STYLE = `
  .version { margin: 4mm 0 0; font-size: 8.5pt; line-height: 1.4; color: #333; overflow-wrap: anywhere; }
  .version small { display: block; font-size: 8pt; color: #555; }
  .version.past { margin: 0 0 5mm; padding: 2mm 3mm; border: 1.5pt solid #b00000; background: #fff4f2; color: #8a0000; font-size: 9.5pt; text-align: left; }
  .version.past strong { display: block; font-size: 12pt; }
  .version.past small { color: #6b2a2a; }
`;

export function versionMarks(version: ReportVersion | undefined): VersionMarks {
  if (version === undefined) return { head: '', foot: '', style: '', title: '' };
  const label = versionLabel(version.asked);
  const { what, stood } = versionParts(version);
  const small = `<small lang="en">${escapeHtml(`${what.en} ${stood.en}`)}</small>`;
  if (label === '') {
    const zh = escapeHtml(`${what.zh}${stood.zh}`);
    return { head: '', foot: `<p class="version">${zh}${small}</p>`, style: STYLE, title: '' };
  }
  const onEverySheet = `
  @page { @top-center { content: ${cssText(label)}; font: bold 9pt serif; color: #8a0000; } }`;
  return {
    head: `<p class="version past" role="note"><strong>${escapeHtml(what.zh)}</strong>${escapeHtml(stood.zh)}${small}</p>`,
    foot: '',
    style: STYLE + onEverySheet,
    title: `（${label}）`,
  };
}

/** A CSS string; what could end it, or the style around it, is escaped. */
function cssText(text: string): string {
  return `"${text.replace(/["\\<>\n]/g, (character) => `\\${character.charCodeAt(0).toString(16)} `)}"`;
}

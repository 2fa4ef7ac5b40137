// What a changelog has to say before a version is released: https://keepachangelog.com/en/1.1.0/.
const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
const SEMANTIC = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/;

/**
 * What is wrong with the changelog of a version, a sentence each.
 * @param {string} text of CHANGELOG.md
 * @param {string} version of package.json
 * @returns {string[]}
 */
export function changelogFaults(text, version) {
  const faults = [];
  if (!SEMANTIC.test(version)) faults.push(`the version ${version} of package.json is no semantic version`);
  const [, ...parts] = text.split(/^## /m);
  const sections = parts.map((part) => {
    const [heading = '', ...lines] = part.split('\n');
    return { heading, lines };
  });
  const released = sections.filter(({ heading }) => heading !== '[Unreleased]');
  const [newest] = released;
  if (newest === undefined || !newest.heading.startsWith(`[${version}] - `))
    faults.push(`the newest released section is not that of ${version}: ${newest?.heading ?? 'there is none'}`);
  for (const { heading, lines } of released) faults.push(...sectionFaults(heading, lines));
  const waiting = sections.find(({ heading }) => heading === '[Unreleased]');
  if (waiting?.lines.some((line) => line.startsWith('- ')))
    faults.push('changes stand under [Unreleased]: they belong to the version that is released');
  return faults;
}

function sectionFaults(heading, lines) {
  const faults = [];
  const [, version = '', date = ''] = /^\[(.+)\] - (.+)$/.exec(heading) ?? [];
  if (!SEMANTIC.test(version)) faults.push(`no semantic version: ${heading}`);
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(Date.parse(date))) faults.push(`no date: ${heading}`);
  if (!lines.some((line) => line.startsWith('- '))) faults.push(`nothing is said: ${heading}`);
  for (const line of lines.filter((each) => each.startsWith('### ')))
    if (!KINDS.includes(line.slice(4))) faults.push(`not one of ${KINDS.join(', ')}: ${heading}, ${line.slice(4)}`);
  return faults;
}

// What npm knows of holes in the packages that are delivered.

/**
 * @param {string} text what `npm audit --json` printed
 * @returns {{ faults: string[], silent?: string }} `silent` says why nobody knows.
 */
export function auditFindings(text) {
  const answer = parsed(text);
  if (answer?.vulnerabilities === undefined || answer.error !== undefined)
    return { faults: [], silent: answer?.message ?? answer?.error?.summary ?? 'npm printed no report' };
  const faults = Object.entries(answer.vulnerabilities).map(
    ([name, { severity, range }]) => `${name} ${range}: ${severity}`,
  );
  return { faults };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

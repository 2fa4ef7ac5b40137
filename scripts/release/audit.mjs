// What npm knows of holes in the packages that are delivered.

/**
 * A hole that somebody has looked at and found harmless here, for a while. `advisory` is the last part of its address.
 * @typedef {{ advisory: string, reason: string, until: string }} AuditException
 */

/**
 * @param {string} text what `npm audit --json` printed
 * @param {AuditException[]} exceptions
 * @param {string} today as 2026-11-30
 * @returns {{ faults: string[], silent?: string }} `silent` says why nobody knows.
 */
export function auditFindings(text, exceptions, today) {
  const faults = exceptions.flatMap((exception) => exceptionFaults(exception, today));
  const answer = parsed(text);
  if (answer?.vulnerabilities === undefined || answer.error !== undefined)
    return { faults, silent: answer?.message ?? answer?.error?.summary ?? 'npm printed no report' };
  const excepted = new Set(exceptions.map(({ advisory }) => advisory));
  const seen = new Set();
  for (const [name, { severity, range, via }] of Object.entries(answer.vulnerabilities)) {
    // A name stands for another package, which has an entry of its own.
    const advisories = via.filter((cause) => typeof cause === 'object').map(({ url }) => url.split('/').at(-1));
    for (const advisory of advisories) seen.add(advisory);
    const open = advisories.filter((advisory) => !excepted.has(advisory));
    if (open.length > 0) faults.push(`${name} ${range}: ${severity}, ${open.join(', ')}`);
  }
  for (const advisory of excepted) {
    if (!seen.has(advisory)) faults.push(`${advisory} is excepted, and is found no more: take the exception away`);
  }
  return { faults };
}

function exceptionFaults({ advisory, reason, until }, today) {
  const isWhole = /^[A-Z]+-/.test(advisory ?? '') && reason?.length > 0 && /^\d{4}-\d\d-\d\d$/.test(until ?? '');
  if (!isWhole)
    return [`an exception needs an advisory, a reason and a last day: ${JSON.stringify({ advisory, reason, until })}`];
  return until < today ? [`the exception for ${advisory} has ended on ${until}: ${reason}`] : [];
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

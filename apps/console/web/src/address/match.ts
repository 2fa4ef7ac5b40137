/** The parts of a path that a pattern such as `/divisions/:division/years/:year` names, or undefined where it does not fit. */
export function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const parts = path.replace(/\/+$/, '').split('/');
  if (parts.length !== wanted.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, want] of wanted.entries()) {
    const part = parts[index] ?? '';
    if (!want.startsWith(':')) {
      if (part !== want) return undefined;
    } else if (part === '') return undefined;
    else found[want.slice(1)] = decoded(part);
  }
  return found;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

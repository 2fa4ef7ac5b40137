/** Why something failed, in the words of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whatever was thrown as an error, for who takes nothing else. */
export function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** A mistake that the person at the terminal can mend; its message is one sentence and what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** One command's answer as the ledger gives it, over HTTP or not. */
export interface CommandAnswer {
  status: number;
  body: Record<string, unknown>;
  /** A refusal that was recorded under the same id before. */
  repeated?: boolean;
}

/** Whoever takes commands: each answered by itself and in order. Every post may be repeated, because ids make it happen once. */
export interface Poster {
  post(commands: readonly unknown[]): Promise<CommandAnswer[]>;
  /** Tells what would become of commands, each decided against what those before it would leave. Nothing is written. */
  try(commands: readonly unknown[]): Promise<CommandAnswer[]>;
}

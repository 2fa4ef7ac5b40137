/** A failure that its reader can mend: the message is one clear sentence and what to do, so that no stack trace need be shown. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** The largest request body, which a command of 5,000 lines fits into; more is answered 413. */
export const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

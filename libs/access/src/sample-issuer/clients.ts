/** Somebody whom the issuer gives tokens to: RFC 6749 calls them a client. */
export interface SampleClient {
  id: string;
  secret: string;
  /** What events will name them. */
  name: string;
  groups: readonly string[];
  /** What they may, for who chooses whom to sign in as. */
  may?: string;
}

/** A program that people sign in to, such as the console. It comes back to exactly these addresses. */
export interface SampleApplication {
  id: string;
  secret: string;
  redirectUri: string;
  signedOutUri: string;
}

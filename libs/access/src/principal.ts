/** By which of the ways a caller was identified, and what of it an auditor can look up elsewhere. */
type Identified =
  | { by: 'token' }
  | { by: 'key'; key: string }
  | { by: 'oidc'; issuer: string; subject: string }
  | { by: 'mtls'; subject: string; certificateSha256: string };

/** Somebody, or some machine, of whom it is certain who it is. */
export interface Principal {
  /** The name that events carry. */
  actor: string;
  identified: Identified;
  /** For whom the actor acts, where the token says so. */
  onBehalfOf?: string;
  /** Groups that the issuer names; nobody names their own. */
  groups: readonly string[];
  /** What the issuer says besides. */
  claims: Readonly<Record<string, unknown>>;
}

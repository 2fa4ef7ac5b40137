import { type Bilingual, Problem, type ProblemCode } from '#platform';
import { errors } from 'jose';

const WRONG_CLAIMS: Readonly<Record<string, ProblemCode>> = {
  iss: 'token-wrong-issuer',
  aud: 'token-wrong-audience',
  nbf: 'token-not-yet-valid',
};

/** What is wrong with a signed token, as its sender is told; undefined for an error that is no fault of the token. */
export function tokenProblem(error: unknown): Problem | undefined {
  if (error instanceof errors.JWTExpired) return new Problem('token-expired');
  if (error instanceof errors.JWTClaimValidationFailed) return claimProblem(error);
  if (error instanceof errors.JOSEAlgNotAllowed) return new Problem('token-wrong-algorithm');
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return new Problem('token-unknown-key');
  if (error instanceof errors.JWSSignatureVerificationFailed) return new Problem('token-wrong-signature');
  // What the library cannot do with a token, such as a header that it does not know, is a fault of the token.
  if (error instanceof errors.JOSEError) return malformedToken();
  return undefined;
}

/** The claim's name is told and never its value: an answer is no place for what a token holds. */
function claimProblem({ claim, reason }: errors.JWTClaimValidationFailed): Problem {
  const code = reason === 'missing' ? undefined : WRONG_CLAIMS[claim];
  if (code !== undefined) return new Problem(code);
  return malformedToken({ zh: `令牌缺少声明 ${claim}，或其值有误。`, en: `The claim ${claim} is missing or wrong.` });
}

export function malformedToken(detail?: Bilingual): Problem {
  return new Problem('token-malformed', detail);
}

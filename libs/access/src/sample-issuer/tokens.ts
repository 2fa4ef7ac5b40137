import { type KeyObject, randomUUID } from 'node:crypto';

import { SignJWT } from 'jose';

import type { Asked } from './authorization';
import type { SampleClient } from './clients';

export const LIFE_SECONDS = 3_600;

/** What tokens of the sample issuer are made with. */
export interface Making {
  issuer: string;
  audience: string;
  privateKey: KeyObject;
  kid: string | undefined;
}

/** RFC 9068: whom it is about, and which client it was given to. */
export function accessTokenOf(making: Making, { id, name, groups }: SampleClient, clientId: string): Promise<string> {
  const { audience, privateKey } = making;
  return claimed(making, { client_id: clientId, name, groups }, 'at+jwt')
    .setSubject(id)
    .setAudience(audience)
    .setJti(randomUUID())
    .sign(privateKey);
}

/** Who has signed in, for the application alone: OpenID Connect Core, 2. */
export function idTokenOf(
  making: Making,
  { id, name }: SampleClient,
  { application, nonce }: Pick<Asked, 'application' | 'nonce'>,
): Promise<string> {
  return claimed(making, { name, ...(nonce === undefined ? {} : { nonce }) }, 'JWT')
    .setSubject(id)
    .setAudience(application.id)
    .sign(making.privateKey);
}

function claimed({ issuer, kid }: Making, claims: Record<string, unknown>, typ: string): SignJWT {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ, kid })
    .setIssuer(issuer)
    .setIssuedAt()
    .setExpirationTime(`${LIFE_SECONDS}s`);
}

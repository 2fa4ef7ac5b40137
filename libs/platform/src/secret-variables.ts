import { reasonOf, type Secret, secretInFile } from '#basics';

import { ConfigError } from './config-error';

/** Variables that hold a secret: each may be given as `NAME_FILE`, the file in which it stands, since variables are seen by others. */
export const SECRET_VARIABLES = [
  'DATABASE_URL',
  'DATABASE_PASSWORD',
  'KAFKA_SASL_PASSWORD',
  'KAFKA_SASL_CLIENT_SECRET',
  'OIDC_CLIENT_SECRET',
] as const;

/** The variables with what stands in the files that they name. Throws ConfigError, which tells no secret. */
export function withSecretFiles(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  const filled = { ...env };
  for (const name of SECRET_VARIABLES) {
    const file = env[`${name}_FILE`];
    if (file === undefined) continue;
    if (env[name] !== undefined) {
      throw new ConfigError(
        `${name} 与 ${name}_FILE 只能设一个。 Set either ${name} or ${name}_FILE, since nobody could say which one counts.`,
      );
    }
    try {
      filled[name] = secretInFile(file);
    } catch (error) {
      throw new ConfigError(`${name}_FILE: ${reasonOf(error)}`);
    }
  }
  return filled;
}

/** A secret by its file where it was given by one, so that it is read anew when it is needed anew. */
export function secretNamed(env: Readonly<Record<string, string | undefined>>, name: string): Secret {
  const file = env[`${name}_FILE`];
  return file === undefined ? { value: env[name] ?? '' } : { file };
}

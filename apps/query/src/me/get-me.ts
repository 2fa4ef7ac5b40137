import { type Grant, Identity, Rights } from '#access';
import { yuanOf } from '#domain';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { OPTIONS, type QueryOptions } from '../configuration';
import type { MeAnswer } from './me-answer';

/** Who the caller is and what they may, by the file of rights as it stands at the moment. */
@Injectable()
export class GetMe {
  constructor(
    @Inject(Identity) private readonly identity: Identity,
    @Inject(Rights) private readonly rights: Rights,
    @Inject(OPTIONS) private readonly options: QueryOptions,
  ) {}

  execute(request: FastifyRequest): MeAnswer {
    const { publicReading } = this.options.config;
    const principal = this.identity.knownOf(request);
    if (principal === undefined) return { signedIn: false, grants: [], publicReading };
    const { grants, ask } = this.rights.of(principal);
    const { actor, identified, onBehalfOf } = principal;
    return {
      signedIn: true,
      actor,
      identifiedBy: identified.by,
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
      grants: grants.map(shown),
      publicReading,
      ...(ask === undefined ? {} : { ask }),
    };
  }
}

/** A grant as the file has it. */
function shown({ role, divisions, departments, units, years, commands, upToFen }: Grant): MeAnswer['grants'][number] {
  return {
    role,
    ...(divisions === undefined ? {} : { divisions: [...divisions] }),
    ...(departments === undefined ? {} : { departments: [...departments] }),
    ...(units === undefined ? {} : { units: [...units] }),
    ...(years === undefined ? {} : { years }),
    ...(commands === undefined ? {} : { commands: [...commands] }),
    ...(upToFen === undefined ? {} : { upToYuan: yuanOf(upToFen) }),
  };
}

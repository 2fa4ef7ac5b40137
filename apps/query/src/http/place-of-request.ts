import { departmentOf } from '#domain';
import type { StopsPlace } from '#read-model';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import { department, division, unit } from './parameters';

/** The stream of an address that is about one; nothing for a division, or where the address does not fit. */
export function streamOfParams(params: unknown): { division: string; department: string } | undefined {
  const named = z.looseObject({ division, department: department.optional(), unit: unit.optional() }).safeParse(params);
  if (!named.success) return undefined;
  const code = named.data.department ?? (named.data.unit === undefined ? undefined : departmentOf(named.data.unit));
  return code === undefined ? undefined : { division: named.data.division, department: code };
}

/** What a read is about, by its address, or by its query where the address names nothing; `{}` for everything. */
export function placeOfRequest({ params, query, routeOptions }: FastifyRequest): StopsPlace {
  const asked = { ...(query as object), ...(params as object) };
  const named = z.object({ division: division.optional(), department: department.optional(), unit: unit.optional() });
  const { data = {} } = named.safeParse(asked);
  return {
    ...(data.division === undefined ? {} : { division: data.division }),
    ...(data.department === undefined ? {} : { department: data.department }),
    ...(data.unit === undefined ? {} : { unit: data.unit }),
    withTransits: /\/(transits|years\/:year)$/.test(routeOptions.url ?? ''),
  };
}

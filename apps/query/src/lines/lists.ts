import type { BudgetPlace } from '#read-model';
import { csvOf } from '#report';
import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

import { askedLabel } from '../http/asked-version';
import { ReadLines, ReadUnits } from '../budget-queries';
import { cursorText } from '../http/cursor';
import { linesAsCsv, madeLineOf } from './lines-answer';
import { linesQuery, unitsQuery, valid, versionOf } from '../http/request';
import type { linesAnswer, unitsAnswer } from '../http/schemas';
import { headed } from '../http/send';
import { nameOf, stoodOn } from '../http/standing';
import { unitsAsCsv } from '../units/units-answer';

/** Answers what a place has many of, page by page. All pages are of the state of the first one. */
@Injectable()
export class Lists {
  constructor(private readonly queries: QueryBus) {}

  async lines(
    { year, ...place }: BudgetPlace & { year: number },
    query: unknown,
    reply: FastifyReply,
  ): Promise<z.infer<typeof linesAnswer> | string> {
    const { format, limit, cursor, ...version } = valid(linesQuery, query);
    const page = { after: cursor?.after ?? '', limit };
    const reading = await this.queries.execute(new ReadLines(place, year, versionOf(version, cursor), page));
    const { standing, lines } = reading;
    const next = nextOf(standing.position, reading.next);
    const label = askedLabel(version);
    headed(reply, format, standing, { file: `${nameOf(place)}-${year}-lines`, label, next: next.next });
    if (format === 'csv') return csvOf(linesAsCsv(year, lines), label);
    const made = lines.map((line) => madeLineOf(place.division, line));
    return { ...place, year, lines: made, ...next, ...stoodOn(standing, versionOf(version)) };
  }

  async units(place: BudgetPlace, query: unknown, reply: FastifyReply): Promise<z.infer<typeof unitsAnswer> | string> {
    const { format, limit, cursor, ...version } = valid(unitsQuery, query);
    const page = { after: cursor?.after ?? '', limit };
    const reading = await this.queries.execute(new ReadUnits(place, versionOf(version, cursor), page));
    const { standing, units } = reading;
    const next = nextOf(standing.position, reading.next);
    const label = askedLabel(version);
    headed(reply, format, standing, { file: `${nameOf(place)}-units`, label, next: next.next });
    if (format === 'csv') return csvOf(unitsAsCsv(units), label);
    return { ...place, units, ...next, ...stoodOn(standing, versionOf(version)) };
  }
}

function nextOf(position: string, after: string | undefined): { next?: string } {
  return after === undefined ? {} : { next: cursorText({ position, after }) };
}

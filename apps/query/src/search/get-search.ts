import type { Scope } from '#access';
import type { Chart } from '#domain';
import { NAME_KINDS, type NamedThing, type NumberedDocument, RANK, readSearch, type ReadModels } from '#read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';

import { CHART, READ_MODELS } from '../configuration';
import type { Answer } from '../http/answer';
import { CodeIndex } from './find-codes';
import { type Hit, MATCH_NAMES, type searchAnswer } from './search-answer';
import { SEARCH_KIND_NAMES, type SearchKind, type searchQuery } from './search-request';

type SearchAnswer = z.infer<typeof searchAnswer>;
/** Whose names may be told: of units and departments, and of what figures are about. */
interface Sees {
  units: Scope;
  figures: Scope;
}

const KINDS = Object.keys(SEARCH_KIND_NAMES) as SearchKind[];
const MATCHES = Object.keys(MATCH_NAMES) as Hit['match'][];
const MATCH_OF_RANK: Readonly<Record<number, Hit['match']>> = {
  [RANK.code]: 'code',
  [RANK.codePrefix]: 'code-prefix',
  [RANK.namePrefix]: 'name-prefix',
  [RANK.namePart]: 'name-part',
  [RANK.spoken]: 'pinyin',
};

/** What is called so, or has such a code or number, of all that its reader may see. */
export class GetSearch extends Query<Answer<SearchAnswer>> {
  constructor(
    readonly asked: z.output<typeof searchQuery>,
    readonly sees: Sees,
  ) {
    super();
  }
}

@QueryHandler(GetSearch)
export class GetSearchHandler implements IQueryHandler<GetSearch> {
  /** Made when it is asked for first: it takes the dictionary of pinyin. */
  private codes: CodeIndex | undefined;

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CHART) private readonly chart: Chart,
  ) {}

  async execute({ asked: question, sees }: GetSearch): Promise<Answer<SearchAnswer>> {
    const { q, division, limit, kind: only } = question;
    const kinds = only === undefined ? KINDS : [only];
    const { database } = await this.readModels.serving();
    this.codes ??= new CodeIndex(this.chart);
    const codes = this.codes.find(q, kinds);
    const asked = codes.filter(({ kind, code }) => kind === 'division' && (division ?? code) === code);
    const reading = await readSearch(database, {
      text: q,
      divisions: asked.map(({ code }) => code),
      kinds: NAME_KINDS.filter((kind) => kinds.includes(kind)),
      withDocuments: kinds.includes('document'),
      division,
      limit,
      units: extentsOf(sees.units),
      figures: extentsOf(sees.figures),
    });
    const { standing, divisions, names, documents } = reading;
    const hits = [
      ...asked.filter(({ code }) => divisions.includes(code)).map((hit) => ({ ...hit, division: hit.code })),
      ...names.map((one) => this.ofName(one)),
      ...codes.filter(({ kind }) => kind !== 'division'),
      ...documents.map((one) => this.ofDocument(one, q)),
    ];
    const basis = `${standing.basis};${sees.figures.mark}`;
    return {
      standing: { ...standing, basis },
      json: () => ({ q, hits: hits.sort(byFit).slice(0, limit), position: standing.position }),
    };
  }

  private ofName({ kind, division, department, unit, name, of, years, year, rank }: NamedThing): Hit {
    const code = kind === 'project' ? name : (unit ?? department);
    return {
      kind,
      match: MATCH_OF_RANK[rank] ?? 'pinyin',
      name,
      code,
      ...this.named(division),
      department,
      ...(unit === undefined ? {} : { unit }),
      ...(of === undefined ? {} : { of }),
      ...(years === undefined ? {} : { years }),
      ...(year === undefined ? {} : { year }),
    };
  }

  private ofDocument({ division, documentNumber, ...event }: NumberedDocument, q: string): Hit {
    const match = documentNumber === q ? 'code' : 'code-prefix';
    return { kind: 'document', match, name: documentNumber, code: documentNumber, ...this.named(division), ...event };
  }

  private named(division: string): { division: string; divisionName?: string } {
    const divisionName = this.chart.nameOf('division', new Date().getFullYear(), division);
    return { division, ...(divisionName === undefined ? {} : { divisionName }) };
  }
}

function extentsOf(scope: Scope): Scope['extents'] | undefined {
  return scope.isWhole ? undefined : scope.extents;
}

/** By how it fits, the shorter name first, and otherwise as they came: names by place, then codes, then documents. */
function byFit(a: Hit, b: Hit): number {
  return MATCHES.indexOf(a.match) - MATCHES.indexOf(b.match) || a.name.length - b.name.length;
}

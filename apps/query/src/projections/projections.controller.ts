import { ApiOperations, openApiSchemaOf } from '#platform';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';

import { ApiAsked } from '../http/docs';
import { OF_TABLES } from '../http/read-rules';
import { GetProjections } from './get-projections';
import { projectionsAnswer } from './projections-answer';
import { projectionsExample } from './projections-example';

/** What operators ask while the read model is replaced; it stands on no state of the books, and is answered without one. */
@ApiTags('operating')
@Controller('v1/projections')
export class ProjectionsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiAsked(OF_TABLES)
  @ApiOperations({
    id: 'getProjections',
    isAsked: true,
    summary: '读模型的各版本与建立进度 The versions of the read model, and how far each is filled',
    answer: {
      'application/json': { schema: openApiSchemaOf(projectionsAnswer, 'output'), example: projectionsExample },
    },
  })
  projections() {
    return this.queries.execute(new GetProjections());
  }
}

import { Open } from '#platform';
import { asyncApiDocument } from '#wire';
import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';

/** The topics and the event stream, beside OpenAPI at /docs-json. */
@ApiExcludeController()
@Controller('asyncapi.json')
export class AsyncApiController {
  private readonly document = asyncApiDocument();

  @Get()
  @Open('the description of the topics is the same everywhere')
  asyncApi(): Record<string, unknown> {
    return this.document;
  }
}

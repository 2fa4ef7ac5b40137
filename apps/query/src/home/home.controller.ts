import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';

import { ReadingInterceptor } from '../http/reading.interceptor';
import { GetHome } from './get-home';

@ApiExcludeController()
@UseInterceptors(ReadingInterceptor)
@Controller()
export class HomeController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  home() {
    return this.queries.execute(new GetHome());
  }
}

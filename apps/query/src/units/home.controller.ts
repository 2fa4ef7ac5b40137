import { Controller, Get, Header, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';

import { homePage } from './home-page';
import { ReadingInterceptor } from '../http/reading.interceptor';
import { ListUnits } from '../budget-queries';

const MOST_UNITS = 500;

@ApiExcludeController()
@UseInterceptors(ReadingInterceptor)
@Controller()
export class HomeController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async home(): Promise<string> {
    return homePage(await this.queries.execute(new ListUnits(MOST_UNITS)), MOST_UNITS);
  }
}

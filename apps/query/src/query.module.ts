import { HealthModule, MetricsModule, required } from '#platform';
import { openDatabase } from '#read-model';
import { loadChart } from '#wire';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { AsyncApiController } from './asyncapi.controller';
import {
  ListUnitsHandler,
  ReadBudgetHandler,
  ReadLinesHandler,
  ReadUnitHandler,
  ReadUnitsHandler,
} from './budget-queries';
import { CHART, DATABASE, OPTIONS, type QueryOptions } from './configuration';
import { ReadDepartmentYearHandler, ReadFreezesHandler, ReadTransitsHandler } from './department-queries';
import { DepartmentYearController } from './department-year.controller';
import { HomeController } from './home.controller';
import { Lists } from './lists';
import { Cells } from './cells';
import { ReadDifferenceHandler, ReadDriversHandler, ReadEventNamesHandler } from './difference-queries';
import { Diffs } from './diffs';
import { DimensionComparisons } from './dimension-comparisons';
import { ReadingDatabase } from './reading-database';
import { Reports } from './reports';
import { REPORT_CONTROLLERS } from './reports.controller';
import { StreamsController } from './streams.controller';
import { ReadAuditPageHandler, ReadStreamHandler } from './stream-queries';
import { ChangeFeed } from './subscriptions/change-feed';
import { SubscriptionsController } from './subscriptions/subscriptions.controller';
import { UnitsController } from './units.controller';

/** The read side: tables, comparison, lines and audit trail from Postgres. */
@Module({})
export class QueryModule {
  static forRoot(options: QueryOptions): DynamicModule {
    const url = required(options.config.databaseUrl, 'DATABASE_URL');
    const logger = new Logger(QueryModule.name);
    return {
      module: QueryModule,
      imports: [CqrsModule, HealthModule, MetricsModule],
      controllers: [
        HomeController,
        UnitsController,
        ...REPORT_CONTROLLERS,
        StreamsController,
        DepartmentYearController,
        SubscriptionsController,
        AsyncApiController,
      ],
      providers: [
        { provide: OPTIONS, useValue: options },
        { provide: CHART, useFactory: () => loadChart(options.config.chartFiles, (message) => logger.warn(message)) },
        { provide: DATABASE, useFactory: () => openDatabase(url, (error) => logger.warn(error.message)) },
        ReadingDatabase,
        ChangeFeed,
        Cells,
        Diffs,
        DimensionComparisons,
        Lists,
        Reports,
        ListUnitsHandler,
        ReadUnitHandler,
        ReadUnitsHandler,
        ReadBudgetHandler,
        ReadLinesHandler,
        ReadDifferenceHandler,
        ReadDriversHandler,
        ReadEventNamesHandler,
        ReadDepartmentYearHandler,
        ReadTransitsHandler,
        ReadFreezesHandler,
        ReadStreamHandler,
        ReadAuditPageHandler,
      ],
    };
  }
}

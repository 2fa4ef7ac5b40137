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
import {
  ReadDepartmentYearHandler,
  ReadFreezesHandler,
  ReadTransitsHandler,
} from './department-year/department-queries';
import { DepartmentYearController } from './department-year/department-year.controller';
import { HomeController } from './units/home.controller';
import { Lists } from './lines/lists';
import { Cells } from './tables/cells';
import { ReadDifferenceHandler, ReadDriversHandler, ReadEventNamesHandler } from './comparisons/difference-queries';
import { Diffs } from './tables/diffs';
import { DimensionComparisons } from './comparisons/dimension-comparisons';
import { ReadingDatabase } from './reading-database';
import { Reports } from './tables/reports';
import { REPORT_CONTROLLERS } from './tables/reports.controller';
import { StreamsController } from './streams/streams.controller';
import { ReadAuditPageHandler, ReadStreamHandler } from './streams/stream-queries';
import { ChangeFeed } from './subscriptions/change-feed';
import { SubscriptionsController } from './subscriptions/subscriptions.controller';
import { UnitsController } from './units/units.controller';

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

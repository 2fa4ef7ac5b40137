import { accessModule } from '#access';
import { HealthModule, MetricsModule, required } from '#platform';
import { ReadModels } from '#read-model';
import { loadChart } from '#wire';
import { type DynamicModule, Logger, Module, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { AccessController } from './access/access.controller';
import { GetAccess } from './access/get-access';
import { AsyncApiController } from './asyncapi.controller';
import { cellsController } from './cells/cells.controller';
import { GetCellHandler } from './cells/get-cell';
import { comparisonsController } from './comparisons/comparisons.controller';
import { GetComparisonHandler } from './comparisons/get-comparison';
import { GetDimensionComparisonHandler } from './comparisons/get-dimension-comparison';
import { CHART, OPTIONS, READ_MODELS, type QueryOptions } from './configuration';
import { DepartmentYearController } from './department-year/department-year.controller';
import { GetCarryOverHandler } from './department-year/get-carry-over';
import { GetDepartmentYearHandler } from './department-year/get-department-year';
import { GetFreezesHandler } from './department-year/get-freezes';
import { GetTransitsHandler } from './department-year/get-transits';
import { diffsController } from './diffs/diffs.controller';
import { GetDiffHandler } from './diffs/get-diff';
import { DivisionsController } from './divisions/divisions.controller';
import { GetDivisionsHandler } from './divisions/get-divisions';
import { LargeReads } from './http/large-reads';
import { type Place, PLACES } from './http/places';
import { GetLinesHandler } from './lines/get-lines';
import { linesController } from './lines/lines.controller';
import { GetMe } from './me/get-me';
import { MeController } from './me/me.controller';
import { GetExplanationHandler } from './publication/get-explanation';
import { GetPublicationHandler } from './publication/get-publication';
import { publicationController } from './publication/publication.controller';
import { GetPartsHandler } from './parts/get-parts';
import { PartsController } from './parts/parts.controller';
import { GetOperationsHandler } from './operations/get-operations';
import { OperationsController } from './operations/operations.controller';
import { GetProjectionsHandler } from './projections/get-projections';
import { ProjectionsController } from './projections/projections.controller';
import { EventController } from './records/event.controller';
import { ExportController } from './records/export.controller';
import { GetEventHandler } from './records/get-event';
import { StoredRecords } from './records/stored-records';
import { StreamExport } from './records/stream-export';
import { ReadingDatabase } from './reading-database';
import { GetSearchHandler } from './search/get-search';
import { SearchController } from './search/search.controller';
import { GetAuditTrailHandler } from './streams/get-audit-trail';
import { DivisionTrailController } from './streams/division-trail.controller';
import { GetDivisionTrailHandler } from './streams/get-division-trail';
import { GetStreamHandler } from './streams/get-stream';
import { StreamsController } from './streams/streams.controller';
import { ChangeFeed } from './subscriptions/change-feed';
import { Followers } from './subscriptions/followers';
import { SubscriptionsController } from './subscriptions/subscriptions.controller';
import { GetTableHandler } from './tables/get-table';
import { tablesController } from './tables/tables.controller';
import { GetTimelineHandler } from './timeline/get-timeline';
import { TimelineController } from './timeline/timeline.controller';
import { GetUnitHandler } from './units/get-unit';
import { GetUnitsHandler } from './units/get-units';
import { UnitController } from './units/unit.controller';
import { unitsController } from './units/units.controller';
import { GetYearsHandler } from './years/get-years';
import { yearsController } from './years/years.controller';

/** What is read of a unit, a department and a division alike. */
const ofPlace = (place: Place): Type[] => [
  tablesController(place),
  cellsController(place),
  diffsController(place),
  comparisonsController(place),
  publicationController(place),
  linesController(place),
  unitsController(place),
  yearsController(place),
];

const HANDLERS: Type[] = [
  GetDivisionsHandler,
  GetPartsHandler,
  GetSearchHandler,
  GetUnitHandler,
  GetUnitsHandler,
  GetYearsHandler,
  GetTableHandler,
  GetCellHandler,
  GetDiffHandler,
  GetComparisonHandler,
  GetDimensionComparisonHandler,
  GetExplanationHandler,
  GetPublicationHandler,
  GetLinesHandler,
  GetStreamHandler,
  GetAuditTrailHandler,
  GetDivisionTrailHandler,
  GetEventHandler,
  GetTimelineHandler,
  GetDepartmentYearHandler,
  GetCarryOverHandler,
  GetTransitsHandler,
  GetFreezesHandler,
  GetProjectionsHandler,
  GetOperationsHandler,
];

/** The read side: tables, comparison, lines and audit trail from Postgres. */
@Module({})
export class QueryModule {
  static forRoot(options: QueryOptions): DynamicModule {
    const url = required(options.config.databaseUrl, 'DATABASE_URL');
    const logger = new Logger(QueryModule.name);
    return {
      module: QueryModule,
      imports: [CqrsModule, HealthModule, MetricsModule, accessModule(options.config)],
      controllers: [
        DivisionsController,
        PartsController,
        UnitController,
        ...PLACES.flatMap(ofPlace),
        SearchController,
        StreamsController,
        DivisionTrailController,
        EventController,
        ExportController,
        TimelineController,
        DepartmentYearController,
        SubscriptionsController,
        ProjectionsController,
        OperationsController,
        AsyncApiController,
        AccessController,
        MeController,
      ],
      providers: [
        { provide: OPTIONS, useValue: options },
        { provide: CHART, useFactory: () => loadChart(options.config.chartFiles, (message) => logger.warn(message)) },
        { provide: READ_MODELS, useFactory: () => new ReadModels(url, (error) => logger.warn(error.message)) },
        ReadingDatabase,
        LargeReads,
        ChangeFeed,
        Followers,
        GetAccess,
        GetMe,
        StoredRecords,
        StreamExport,
        ...HANDLERS,
      ],
    };
  }
}

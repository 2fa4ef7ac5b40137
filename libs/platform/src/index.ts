export * from './config';
export * from './health';
export * from './identity';
export { loggerModule } from './logging';
export { METRICS, MetricsModule } from './metrics';
export * from './problem';
export { ProblemFilter } from './problem-filter';
export { BODY_LIMIT_BYTES, createHttpApp, listen, runMain, runService } from './http-app';
export { openApiSchemaOf } from './openapi';

export { asyncApiDocument, tablesJsonSchema } from './asyncapi';
export { ChartFileError, loadChart } from './chart-file';
export { commandSchema, type FieldError, MAX_LINES, parseCommand, type ParsedCommand } from './command-schema';
export { eventOf, eventSchema, UnknownEvent } from './event-schema';
export {
  type ChangeMessage,
  type ComeAgainReason,
  type StateMessage,
  SUBSCRIPTION_MESSAGES,
} from './subscription-schema';
export { faultInLine } from './text';
export { type PublishedPlace, publishedPlaceOf, TABLES_FORM, type TablesRecord, tablesRecord } from './tables-schema';

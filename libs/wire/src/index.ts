export { asyncApiDocument, tablesJsonSchema } from './asyncapi';
export { ChartFileError, loadChart } from './chart-file';
export { commandSchema, type FieldError, MAX_LINES, parseCommand, type ParsedCommand } from './command-schema';
export { type CsvRow, type CsvTable, readCsv, type RowFault } from './csv-table';
export { eventOf, eventSchema, UnknownEvent } from './event-schema';
export {
  type ChangeMessage,
  type ComeAgainReason,
  type StateMessage,
  SUBSCRIPTION_MESSAGES,
} from './subscription-schema';
export { fieldReason, wordsOf } from './field-reason';
export { faultInLine } from './text';
export { type Encoding, ENCODINGS, textOfFile } from './text-file';
export { type PublishedPlace, publishedPlaceOf, TABLES_FORM, type TablesRecord, tablesRecord } from './tables-schema';

export { ACCESS_OUTCOME_NAMES, ACCESS_WAY_NAMES, type AccessRecord, accessRecord } from './access-record';
export { asyncApiDocument, tablesJsonSchema } from './asyncapi';
export { ChartFileError, loadChart } from './chart-file';
export { COMMAND_EXAMPLES } from './command-examples';
export { commandSchema } from './command-schema';
export { MAX_LINES } from './command-basis';
export { type FieldError, parseCommand, type ParsedCommand } from './parse-command';
export { COMMAND_WORDS, EVERY_COMMAND, refusalsOf } from './command-words';
export { MOST_CELL_CHARACTERS, MOST_COLUMNS, MOST_ROWS, type RowFault, type SheetRow, tooMany } from './csv-records';
export { type CsvRow, type CsvTable, readingRows, readingTable } from './csv-table';
export { describedSchema, type JsonSchema } from './described-schema';
export { eventOf, eventSchema, UnknownEvent } from './event-schema';
export { EVENT_WORDS } from './event-words';
export {
  type ChangeMessage,
  type ComeAgainReason,
  type StateMessage,
  SUBSCRIPTION_MESSAGES,
} from './subscription-schema';
export { fieldReason, wordsOf } from './field-reason';
export { FIELD_WORDS } from './field-words';
export { namedEnum, valueNames } from './named-enum';
export { faultInLine } from './text';
export { type Encoding, ENCODINGS, textOfFile } from './text-file';
export { OLD_TYPES } from './upcast';
export {
  OMITTED_NAMES,
  type PublishedPlace,
  publishedPlaceOf,
  TABLES_FORM,
  type TablesRecord,
  tablesRecord,
} from './tables-schema';
export { dimensionShape } from './line-schema';
export { problemSchema } from './problem-schema';
export { answerSchema, batchAnswerSchema, OUTCOME_NAMES, receiptSchema, trialSchema } from './receipt-schema';
export { NAMED_SCHEMAS, SCHEMA_NAMES } from './schema-names';

export { commandSchema, type FieldError, MAX_LINES, parseCommand, type ParsedCommand } from './command-schema';
export { eventOf, UnknownEvent } from './event-schema';
export * as fields from './fields';

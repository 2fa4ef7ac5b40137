export { type AsOf, asOfHint, isAskable, isDay, parseAsOf, placed, type Version } from './as-of';
export { type CarryOverPreviewLine, previewCarryOver } from './carry-over-preview';
export { countedBy } from './ceilings';
export * from './chart';
export * from './codes';
export * from './commands';
export { decide } from './decide';
export type { Context } from './decide-basis';
export { applyEffect, effectsOf, firstDayOf, lastDayOf, type LineEffect } from './effects';
export * from './events';
export { explainRefusal, titleOfRefusal } from './explain-refusal';
export { type Grouping, GROUPING_NAMES, groupKeyOf, GROUPINGS, isOfClass, type LineClass } from './grouping';
export * from './line';
export { lineOfMeasures, type Measure, MEASURE_NAMES, measureOf, MEASURES, measureSign } from './measure';
export * from './money';
export { explainNotCarriedOver } from './not-carried-over';
export { formatPosition, parsePosition, type Position, positionOf } from './position';
export * from './publication-text';
export * from './refusal';
export { REFUSAL_RULES, type RefusalCode, type RefusalRule } from './refusal-rules';
export { STATE_VERSION, stateFromJson, stateToJson } from './state-json';
export { evolve } from './evolve';
export { pastEventOf } from './past-event';
export {
  ceilingKeyOf,
  emptyState,
  type LedgerLine,
  revisionOf,
  type State,
  type Unit,
  type UnitYear,
  unitYearOf,
} from './state';
export { type DepartmentPlace, eventIdOf, parseStream, placeOfStream, streamOf, streamOfEvent } from './stream';
export { changed, lowestFrom, type Timeline } from './timeline';
export * from './transit-commands';

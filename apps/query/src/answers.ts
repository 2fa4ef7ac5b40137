/** The schemas of what this service answers. Types and OpenAPI come from them, and the tests hold the answers to them. */
export { cellAnswer } from './cells/cell-answer';
export { comparisonAnswer } from './comparisons/comparison-answer';
export { dimensionComparisonAnswer } from './comparisons/dimension-comparison-answer';
export { carryOverAnswer } from './department-year/carry-over-answer';
export { departmentYearAnswer } from './department-year/department-year-answer';
export { freezesAnswer } from './department-year/freezes-answer';
export { transitsAnswer } from './department-year/transits-answer';
export { diffAnswer } from './diffs/diff-answer';
export { linesAnswer } from './lines/lines-answer';
export { explanationAnswer } from './publication/explanation-answer';
export { publicationAnswer } from './publication/publication-answer';
export { projectionsAnswer } from './projections/projections-answer';
export { eventsAnswer } from './streams/audit-trail-answer';
export { streamAnswer } from './streams/stream-answer';
export { tableAnswer } from './tables/table-answer';
export { unitAnswer, unitsAnswer } from './units/unit-answer';

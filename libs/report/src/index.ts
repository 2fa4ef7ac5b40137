export { alignedText } from './aligned-text';
export { divisionName } from './code-name';
export { type Comparison, comparison, type ComparisonMeasure } from './comparison';
export { comparisonAsCsv } from './comparison-as-csv';
export { type CsvCell, csvOf, csvPieces, type CsvTable } from './csv';
export { comparisonAsText } from './comparison-as-text';
export { type Explanation, explanation } from './explanation';
export { exactAmounts } from './exact-amounts';
export { explanationAsText } from './explanation-as-text';
export {
  type ComparedMeasure,
  classNames,
  compareBy,
  COMPARED_NAMES,
  type ComparedRow,
  type DimensionComparison,
} from './dimension-comparison';
export type { KnownBudget, RegisteredUnit, ReportPlace } from './known-budget';
export { type MadeWith, type Report, reportOf } from './report';
export type { HeaderCell } from './layout';
export type { Profile } from './profile';
export { profileOf } from './profiles';
export { REPORT_LEVEL_NAMES, type ReportLevel } from './report-level';
export { type Measure, type PublishedMeasure, REPORT_MEASURE_NAMES, REPORT_MEASURES } from './report-measure';
export { type Paragraph, type Section, type Sentence, textOf } from './narrative';
export type { DeclaredFundsInWan, PerformanceBlock, PerformanceDetails } from './performance-details';
export { type Publication, publication } from './publication';
export { cellHtml, escapeHtml, frameStart, rowHtml } from './html';
export { PAGE_END, pageStart } from './page-html';
export { publicationPieces } from './publication-as-html';
export { isOfDepartmentsAlone, type StatutoryTable, statutoryTable, tableNumbersOf } from './statutory-table';
export { asOfInWords, type AskedVersion, inShanghai, type ReportVersion, versionLabel } from './report-version';
export { cellAmount, type TableCell, tableCell } from './table-cells';
export { type CellChange, changesOfLine, tableChanges } from './table-diff';
export { tablePieces } from './table-as-html';
export { tableAsText } from './table-as-text';
export { TABLE_NUMBERS, type TableNumber } from './table-number';
export type { ReportInput, UnitBudget } from './report-input';
export { isOfTargets, tablesOf, tablesOfTargets, tablesOfUnits, tablesTouched } from './tables-touched';

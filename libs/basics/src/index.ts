export { currentEnd, withEnd } from './end';
export { inTurns } from './in-turns';
export { mapInTurns } from './map-in-turns';
export { pauses } from './pauses';
export { errorOf, reasonOf } from './reason';
export { type Secret, secretInFile, secretOf } from './secret';
export { restTurn, Turns } from './turns';

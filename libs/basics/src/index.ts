export { currentEnd, withEnd } from './end';
export { inTurns } from './in-turns';
export { mapInTurns } from './map-in-turns';
export { pauses } from './pauses';
export { errorOf, reasonOf } from './reason';
export { restTurn, Turns } from './turns';

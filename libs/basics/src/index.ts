export { currentEnd, withEnd } from './end';
export { inTurns } from './in-turns';
export type { KafkaSasl, KafkaSecurity } from './kafka-security';
export { mapInTurns } from './map-in-turns';
export { pauses } from './pauses';
export { errorOf, reasonOf } from './reason';
export { type Secret, secretInFile, secretOf } from './secret';
export { restTurn, Turns } from './turns';

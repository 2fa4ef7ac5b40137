export { Identity } from './identity';
export type { Principal } from './principal';
export type { Demand } from './may';
export { accessModule } from './access.module';
export { type Permits, Rights } from './rights';
export { rightsIn } from './rights-file';
export { isToken, newToken, tokenLine, tokensIn } from './token-file';
export { AccessTrace, type Act, type Attempt, NO_TRACE, type Origin } from './trace/access-trace';

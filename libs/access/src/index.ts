export { Identity } from './identity';
export type { Principal } from './principal';
export type { Demand } from './may';
export { accessProviders } from './providers';
export { type Permits, Rights } from './rights';
export { rightsIn } from './rights-file';
export { isToken, newToken, tokenLine, tokensIn } from './token-file';

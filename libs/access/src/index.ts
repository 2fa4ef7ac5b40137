export { Identity } from './identity';
export type { Principal } from './principal';
export { accessProviders } from './providers';
export { isToken, newToken, tokenLine, tokensIn } from './token-file';

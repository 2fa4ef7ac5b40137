export { Admission, type Sight, sightOf } from './admission';
export { Identity } from './identity';
export { keysIn } from './key-file';
export type { Principal } from './principal';
export { COMMAND_KINDS } from './command-kinds';
export type { CommandDemand, Demand, Grant, Role } from './may';
export { accessModule } from './access.module';
export { type Permits, Rights } from './rights';
export { rightsIn } from './rights-file';
export {
  Ask,
  type Asked,
  AskForCommands,
  AskForSelf,
  type ListRule,
  type RouteRule,
  type WholeRule,
} from './route-rules';
export { Scope } from './scope';
export { signCommand, signingKeyIn } from './sign-command';
export { COMMAND_TYPE, SignedCommands } from './signed-command';
export { newIssuerKey, SampleIssuer } from './sample-issuer/sample-issuer';
export { isToken, newToken, tokenLine, tokensIn } from './token-file';
export { AccessTrace, type Act, type Attempt, NO_TRACE, type Origin } from './trace/access-trace';
export { ACCESS_RECORDS, type AccessPage, type AccessQuestion, AccessRecords } from './trace/access-records';

export * from './client';
export { Problem, problemOf, problemOfAnswer } from './problem';
export type { PostOptions } from './post';
export type { components, paths } from './schema';
export type { Subscription, SubscriptionFilter } from './subscribe';

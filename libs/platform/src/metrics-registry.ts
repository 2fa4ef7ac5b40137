/** One registry for each application, so that several in one process, as in tests, do not meet. */
export const METRICS = Symbol('metrics registry');

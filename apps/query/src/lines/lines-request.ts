import { cursor, limit, listQuery } from '../http/list';

const MOST_LINES = 5_000;

export const linesQuery = listQuery.extend({ cursor, limit: limit(MOST_LINES) });

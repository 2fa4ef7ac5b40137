import { cursor, limit, listQuery } from '../http/list';

const MOST_UNITS = 1_000;

export const unitsQuery = listQuery.extend({ cursor, limit: limit(MOST_UNITS, 100) });

import { listQuery } from '../http/list';
import { only } from '../http/line-class';

export const yearsQuery = listQuery.extend({ only });

export const TABLE_NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;
export type TableNumber = (typeof TABLE_NUMBERS)[number];

// The shape of a national budget of two years: who there is, what they are given and how often it is changed. Every figure is that of a real one.

export const DIVISION = '990000';
export const YEARS = [2024, 2025];

export const NATION = {
  departments: 65,
  /** In the first year and in the second. */
  units: [481, 636],
  programs: [1_647, 1_947],
  /** Rows that give money; as many again give none and are no postings. */
  allocationRows: [6_000, 7_295],
  /** Lines that these rows give to: some lines get two. */
  allocatedLines: [4_733, 6_750],
  /** Of these the largest department has a tenth. */
  largest: 0.1,
  /** Change requests inside one department, and between two. */
  requests: { inside: 1_164, across: 1_487 },
  /** The part of the requests that falls into the second year. */
  inSecondYear: 0.7,
  /** Days on which there are any. */
  days: [57, 129],
  /** The part of them after 15 December, and on its busiest day. */
  late: 0.25,
  busiest: 0.1,
  carriedOver: 2_249,
  freezes: 150,
  /** The part of units that have said what is to be reached with the money. */
  withTargets: 0.25,
};

/** So small that everything that happens in it can be read, and of the same kinds. */
export const HAMLET = {
  ...NATION,
  departments: 5,
  units: [9, 12],
  programs: [25, 30],
  allocationRows: [90, 95],
  allocatedLines: [80, 85],
  requests: { inside: 20, across: 25 },
  days: [6, 12],
  carriedOver: 30,
  freezes: 4,
};

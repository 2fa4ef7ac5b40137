import { PostingColumns } from './posting-columns';

const KEY = '126001|general|2010101|30101|basic|2024|none|';

it('holds amounts of any size that the tables hold, in order, and adds what is newer', () => {
  const columns = new PostingColumns(2024);
  const amounts = ['1.00', '99999999999999999999.99', '-92233720368547758.08', '92233720368547758.07', '-0.01'];
  const packed = (revisions: number[], of: string[]) => ({
    line_key: KEY,
    revisions: revisions.join(' '),
    kinds: revisions.map(() => '0').join(' '),
    days: revisions.map(() => '19800').join(' '),
    amounts: of.join(' '),
  });
  columns.append([packed([1, 2, 3], amounts.slice(0, 3))], 3);
  columns.append([packed([3, 4, 5], ['7.00', ...amounts.slice(3)])], 5);
  expect([...Array(columns.length).keys()].map((place) => columns.fenAt(place))).toEqual([
    100n,
    9999999999999999999999n,
    -9223372036854775808n,
    9223372036854775807n,
    -1n,
  ]);
  expect(columns.lines.map(({ key }) => key)).toEqual([KEY]);
});

import { filterOf } from './filter';

it('takes from an address what the interface knows, and leaves out what is empty', () => {
  const query = new URLSearchParams('q=三公&type=&amountFrom=10&else=1');
  expect(filterOf({ path: '/audit/361100', query })).toEqual({ q: '三公', amountFrom: '10' });
});

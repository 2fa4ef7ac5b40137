import { pauses } from './pauses';

test('pauses double up to the longest one and stay there', () => {
  const nextPause = pauses({ first: 50, most: 500 });
  expect(Array.from({ length: 7 }, nextPause)).toEqual([50, 100, 200, 400, 500, 500, 500]);
});

test('whoever begins anew begins with the first pause', () => {
  const settings = { first: 20, most: 40 };
  const before = pauses(settings);
  before();
  expect([before(), pauses(settings)()]).toEqual([40, 20]);
});

import { type Differing, line, personnel, project } from '../test/given';
import { ONLY_DOWN_ECONOMIC } from './codes';
import type { RefusalCode } from './refusal-rules';
import { named } from './rules';
import { carryOverUnbalanced, handDownUnbalanced, transferRule } from './transfer-rules';

type Side = [amountYuan: string, differing?: Differing][];
const sides = (from: Side, to: Side) =>
  [
    named(
      'from',
      from.map(([yuan, differing]) => line(yuan, differing)),
    ),
    named(
      'to',
      to.map(([yuan, differing]) => line(yuan, differing)),
    ),
  ] as const;
const figure = (value: string, askedYuan: string, availableYuan: string) => ({
  field: 'to',
  value,
  askedYuan,
  availableYuan,
});

describe('transfer-unbalanced', () => {
  it('answers nothing where each fund and origin year balances over several lines', () => {
    const old = { originYear: 2023 };
    expect(
      transferRule(...sides([['3'], ['4.50', old]], [['1.25', { function: '2012902' }], ['1.75'], ['4.50', old]])),
    ).toBeUndefined();
  });

  it.each<[string, Side, Side, ReturnType<typeof figure>[]]>([
    ['one fen too much', [['3']], [['3.01']], [figure('general-public-budget/', '3.01', '3.00')]],
    ['one fen too little', [['3']], [['2.99']], [figure('general-public-budget/', '2.99', '3.00')]],
    [
      'carried-over money made fresh',
      [['3', { originYear: 2023 }]],
      [['3']],
      [figure('general-public-budget/2023', '0.00', '3.00'), figure('general-public-budget/', '3.00', '0.00')],
    ],
    [
      'money that grows younger by a year',
      [['3', { originYear: 2022 }]],
      [['3', { originYear: 2023 }]],
      [figure('general-public-budget/2022', '0.00', '3.00'), figure('general-public-budget/2023', '3.00', '0.00')],
    ],
  ])('names %s', (_, from, to, figures) => {
    expect(transferRule(...sides(from, to))).toMatchObject({ code: 'transfer-unbalanced', figures });
  });
});

describe('transfer-crosses-category', () => {
  it('answers nothing where every category keeps its sum', () => {
    expect(
      transferRule(
        ...sides(
          [['1'], ['2', personnel], ['3', project]],
          [['3', { ...project, project: '其他' }], ['2', personnel], ['1']],
        ),
      ),
    ).toBeUndefined();
  });

  it('names the categories that lose and gain, though the fund balances', () => {
    expect(transferRule(...sides([['5', personnel]], [['4.99', personnel], ['0.01']]))).toMatchObject({
      code: 'transfer-crosses-category',
      figures: [
        figure('general-public-budget//personnel', '4.99', '5.00'),
        figure('general-public-budget//operating', '0.01', '0.00'),
      ],
    });
  });
});

describe('transfer-crosses-procurement', () => {
  it('lets what is procured change its kind', () => {
    expect(
      transferRule(...sides([['1', { procurement: 'goods' }]], [['1', { procurement: 'services' }]])),
    ).toBeUndefined();
  });

  it.each<[string, Differing, Differing, string, string]>([
    ['into procurement', {}, { procurement: 'works' }, 'not-procured', 'procured'],
    ['out of procurement', { procurement: 'works' }, {}, 'procured', 'not-procured'],
  ])('names money that goes %s', (_, from, to, out, into) => {
    expect(transferRule(...sides([['0.01', from]], [['0.01', to]]))).toMatchObject({
      code: 'transfer-crosses-procurement',
      figures: [
        figure(`general-public-budget//operating/${out}`, '0.00', '0.01'),
        figure(`general-public-budget//operating/${into}`, '0.01', '0.00'),
      ],
    });
  });
});

describe('transfer-raises-restricted', () => {
  it('knows three-public, conference and training costs', () => {
    expect([...ONLY_DOWN_ECONOMIC].sort()).toEqual(['30212', '30215', '30216', '30217', '30231', '31013']);
  });

  it.each(ONLY_DOWN_ECONOMIC)('lets %s give and not take', (economic) => {
    expect(transferRule(...sides([['1', { economic }]], [['1']]))).toBeUndefined();
    expect(transferRule(...sides([['0.01']], [['0.01', { economic }]]))).toMatchObject({
      code: 'transfer-raises-restricted',
      figures: [figure(`126001/${economic}`, '0.01', '0.00')],
    });
  });

  it('counts each unit and each code on its own, so that none grows at the cost of another', () => {
    const guest = { economic: '30217' };
    expect(transferRule(...sides([['1', guest]], [['1', { economic: '30215' }]]))?.code).toBe(
      'transfer-raises-restricted',
    );
    expect(transferRule(...sides([['1', guest]], [['1', { ...guest, unit: '126002' }]]))).toMatchObject({
      code: 'transfer-raises-restricted',
      figures: [figure('126002/30217', '1.00', '0.00')],
    });
    expect(transferRule(...sides([['1', guest]], [['1', { ...guest, function: '2012902' }]]))).toBeUndefined();
    expect(
      transferRule(...sides([['1', guest], ['1']], [['1.01', { ...guest, function: '2012902' }], ['0.99']])),
    ).toMatchObject({
      figures: [figure('126001/30217', '1.01', '1.00')],
    });
  });
});

describe('hand-down-unbalanced', () => {
  const pool: Differing = { unit: '126' };
  it('lets units and items of a class differ, and nothing else', () => {
    expect(
      handDownUnbalanced(
        ...sides(
          [['3', pool]],
          [
            ['1', { economic: '30201' }],
            ['2', { unit: '126002' }],
          ],
        ),
      ),
    ).toBeUndefined();
    const other: Differing[] = [
      { source: 'other-income' },
      { originYear: 2023 },
      { function: '2012902' },
      { economic: '310' },
      { category: 'personnel' },
      { procurement: 'goods' },
      { project: '甲' },
    ];
    for (const differing of other) {
      expect(handDownUnbalanced(...sides([['1', pool]], [['1', differing]]))?.code).toBe('hand-down-unbalanced');
    }
  });

  it('names the fen that is missing', () => {
    expect(handDownUnbalanced(...sides([['3', pool]], [['2.99']]))).toMatchObject({
      figures: [figure('general-public-budget//2012901/302/operating//', '2.99', '3.00')],
    });
  });
});

test('carry-over-unbalanced lets the purpose differ, and neither unit, fund nor origin year', () => {
  const old = { originYear: 2023 };
  const judged = (to: Differing): RefusalCode | undefined =>
    carryOverUnbalanced(...sides([['1', old]], [['1', to]]))?.code;
  expect(judged({ ...old, ...project })).toBeUndefined();
  expect(judged({ ...old, unit: '126002' })).toBe('carry-over-unbalanced');
  expect(judged({ ...old, source: 'other-income' })).toBe('carry-over-unbalanced');
  expect(judged({ originYear: 2022 })).toBe('carry-over-unbalanced');
});

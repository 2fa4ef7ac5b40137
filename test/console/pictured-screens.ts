import type { Page } from 'playwright-core';

/** A screen that is pictured: where it is, what shows that it is there, and what is done on it before. */
interface Pictured {
  /** The name of its file. */
  name: string;
  path: string;
  until?: string;
  /** 1440 where nothing else is said. */
  widths?: readonly number[];
  prepare?: (page: Page) => Promise<void>;
}

const YEAR = '/divisions/361100/units/126001/years/2024';
const DEPARTMENT_YEAR = '/divisions/361100/departments/126/years/2024';
const BOTH = [1440, 390];

export const SCREENS: readonly Pictured[] = [
  { name: 'home', path: '/', until: '江西省上饶市' },
  { name: 'division', path: '/divisions/361100?year=2024', until: '上饶市妇女联合会' },
  { name: 'table', path: `${YEAR}/tables/3?cell=2012902/project`, until: '1,759,155.00', widths: BOTH },
  { name: 'table-of-a-past-revision', path: `${YEAR}/tables/3?asOf=8&cell=total/total`, until: '不是现行数' },
  { name: 'two-versions', path: `${YEAR}/tables/6/diff?from=8`, until: '办公费' },
  { name: 'publication', path: `${YEAR}/publication`, until: '2024 年单位预算' },
  { name: 'year-over-year', path: `${DEPARTMENT_YEAR}/comparison?row=302`, until: '增减额', widths: BOTH },
  { name: 'by-class', path: `${DEPARTMENT_YEAR}/comparison?view=classes&by=economic`, until: '占比' },
  { name: 'like-for-like', path: `${DEPARTMENT_YEAR}/comparison?view=units`, until: '同口径增减' },
  { name: 'all-years', path: `${DEPARTMENT_YEAR}/comparison?view=years`, until: '2025 年' },
  { name: 'execution', path: `${YEAR}/execution`, until: '合计' },
  { name: 'execution-lines', path: `${YEAR}/execution?view=lines`, until: '30101' },
  { name: 'freezes', path: `${YEAR}/execution?view=freezes`, until: '3.20' },
  { name: 'work', path: '/work' },
  { name: 'form', path: '/work/transfer?at=361100/126&year=2024', widths: BOTH, prepare: filledTransfer },
  { name: 'audit', path: '/audit', until: '上饶市妇女联合会' },
  { name: 'trail', path: '/audit/361100/126', until: '上饶市财政局' },
  { name: 'record', path: '/audit/361100/126/13', until: 'SHA-256' },
  { name: 'operations', path: '/operations' },
];

/** A transfer as far as its trial, which shows what it would do. */
async function filledTransfer(page: Page): Promise<void> {
  const option = page.getByLabel('调出 第 1 行 单位').locator('option[value="126001"]');
  await option.waitFor({ state: 'attached' });
  const line = (side: string, economic: string): [string, string][] => [
    [`${side} 第 1 行 单位`, '126001'],
    [`${side} 第 1 行 资金来源`, 'general-public-budget'],
    [`${side} 第 1 行 功能科目`, '2012901'],
    [`${side} 第 1 行 经济科目`, economic],
    [`${side} 第 1 行 支出类别`, 'personnel'],
    [`${side} 第 1 行 金额（元）`, '20,000'],
  ];
  const basis: [string, string][] = [
    ['文号 *', '饶财预〔2024〕90号'],
    ['生效日期 *', '2024-06-20'],
  ];
  for (const [label, text] of [...basis, ...line('调出', '30101'), ...line('调入', '30102')]) {
    const field = page.getByLabel(label);
    if (await field.evaluate((element) => element.tagName === 'SELECT')) await field.selectOption(text);
    else await field.fill(text);
  }
  await page.getByRole('button', { name: '试算', exact: true }).click();
  const trial = page.getByRole('region', { name: '试算结果' });
  await trial.waitFor();
  await trial.scrollIntoViewIfNeeded();
}

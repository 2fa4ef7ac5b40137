import { withCarryOver } from './comparison-measures';
import { amountOnly, type Narrated, stated } from './explanation-figures';
import { OTHER_INCOME_ITEMS } from './income-items';
import type { Paragraph, Sentence, Topic } from './narrative';

const OTHER_INCOME = [...OTHER_INCOME_ITEMS.map(({ name }) => name), '使用非财政拨款结余'];

/** （一）收入预算情况 */
export function incomeSection({ figures, whose }: Narrated): Topic {
  const parts = ['财政拨款收入', ...OTHER_INCOME.filter((name) => figures.has(name)), '上年结转（结余）'];
  return {
    heading: '收入预算情况',
    paragraphs: [
      [
        stated(figures, `${whose}收入预算总额为`, '收入预算总额', '，'),
        ...parts.map((name, index) => stated(figures, name, name, index === parts.length - 1 ? '。' : '；')),
      ],
    ],
  };
}

/** （二）支出预算情况 to （五）国有资本经营情况 */
export function expenditureSections(narrated: Narrated): Topic[] {
  const { figures, whose } = narrated;
  return [
    {
      heading: '支出预算情况',
      paragraphs: [
        [stated(figures, `${whose}支出预算总额为`, '支出预算总额', '，其中：')],
        byCategory(narrated, ''),
        ...byClass(narrated, '按支出功能科目划分', 'function'),
        ...byClass(narrated, '按支出经济分类划分', 'economic'),
      ],
    },
    {
      heading: '财政拨款支出情况',
      paragraphs: [
        [stated(figures, `${whose}财政拨款支出预算总额`, '财政拨款支出', '，其中：')],
        ...byClass(narrated, '按支出功能科目划分', '财政拨款/function'),
        byCategory(narrated, '财政拨款/'),
      ],
    },
    { heading: '政府性基金情况', paragraphs: [fund(narrated, '政府性基金')] },
    { heading: '国有资本经营情况', paragraphs: [fund(narrated, '国有资本经营')] },
  ];
}

/** 按支出项目类别划分：基本支出……其中：……。项目支出……其中：……。 */
function byCategory({ figures }: Narrated, prefix: '' | '财政拨款/'): Paragraph {
  const part = (name: '基本支出' | '项目支出', lead: string): Sentence[] => {
    const measure = `${prefix}${name}`;
    // A class that had money in the year before alone is no part of this year's amount.
    const classes = figures.classes(measure).filter((one) => figures.hasMoney(one.measure));
    return [
      stated(figures, `${lead}${name}`, measure, classes.length === 0 ? '。' : '，其中：'),
      ...classes.map(({ name: className, measure: classMeasure }, index) =>
        amountOnly(figures, className, classMeasure, index === classes.length - 1 ? '。' : '，'),
      ),
    ];
  };
  return [...part('基本支出', '按支出项目类别划分：'), ...part('项目支出', '')];
}

/** One paragraph with every class that has money in either year; none where there is no money at all. */
function byClass({ figures }: Narrated, lead: string, prefix: string): Paragraph[] {
  const classes = figures.classes(prefix);
  if (classes.length === 0) return [];
  return [
    classes.map(({ name, measure }, index) =>
      stated(figures, `${index === 0 ? `${lead}：` : ''}${name}`, measure, index === classes.length - 1 ? '。' : '；'),
    ),
  ];
}

/** A fund without money has a sentence of its own. Where some of it was carried over in either year, the sentence is about all of it. */
function fund({ figures, whose }: Narrated, name: '政府性基金' | '国有资本经营'): Paragraph {
  const own = `${name}支出`;
  const whole = withCarryOver(own);
  const measure = figures.has(whole) ? whole : own;
  const scope = measure === whole ? '（含上年结转）' : '';
  if (figures.hasMoney(measure)) return [stated(figures, `${whose}${name}预算支出${scope}`, measure, '。')];
  const reason = figures.reason(measure);
  if (reason === undefined) return [{ text: `${figures.words(measure)}。`, measure }];
  return [{ text: `${figures.words(measure)}，主要原因是${reason}。`, measure, reason }];
}

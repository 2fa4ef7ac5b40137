import type { Form } from './form';

/** 结账, 重开 and 红冲: what ends a year, opens it again, or takes a record back. */
export const YEAR_FORMS: readonly Form[] = [
  {
    name: 'reverse',
    family: 'year',
    type: 'ReverseEvent',
    title: { zh: '红冲', en: 'Reversal' },
    help: {
      zh: '以反号的分录冲销先前的一版记录；错误不涂改。',
      en: 'Reverses an earlier record by its mirror image; an error is never edited.',
    },
    hasYear: false,
    fields: [
      {
        name: 'reversedRevision',
        label: { zh: '被红冲的版本', en: 'Revision to reverse' },
        kind: 'whole',
        isNeeded: true,
        help: { zh: '361100/126@5 是第 5 版。', en: '361100/126@5 is revision 5.' },
      },
    ],
    lists: [],
  },
  {
    name: 'close-year',
    family: 'year',
    type: 'CloseYear',
    title: { zh: '年终结账', en: 'Close the year' },
    help: {
      zh: '年末起结账；已结账的年度不再受理。尚未结转的余额予以提示。',
      en: 'From the last day of the year on; a closed year takes nothing more. What was not carried over is warned of.',
    },
    hasYear: true,
    fields: [],
    lists: [],
  },
  {
    name: 'reopen-year',
    family: 'year',
    type: 'ReopenYear',
    title: { zh: '重新打开年度', en: 'Reopen the year' },
    help: { zh: '重新打开已结账的年度，须说明理由。', en: 'Opens a closed year again, for a reason.' },
    hasYear: true,
    fields: [],
    lists: [],
  },
];

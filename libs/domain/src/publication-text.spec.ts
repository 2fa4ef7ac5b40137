import { chartOf } from './chart';
import type { SetPublicationText } from './commands';
import { decide } from './decide';
import type { LedgerEvent } from './events';
import { type PublicationSection, sectionsOf } from './publication-text';
import { evolve } from './evolve';
import { emptyState, type State, unitYearOf } from './state';

const document = { documentNumber: '文', effectiveDate: '2024-01-01' };
const registered: LedgerEvent = {
  type: 'unit.registered.v1',
  data: { ...document, unit: '126001', name: '单位', departmentName: '部门' },
};
const duties = (text: string): PublicationSection => ({ section: 'duties', paragraphs: [text] });
const reason = (measure: string, text: string): PublicationSection => ({
  section: 'change-reason',
  measure,
  reason: text,
});
const command = (...sections: PublicationSection[]): SetPublicationText => ({
  ...document,
  type: 'SetPublicationText',
  commandId: 'c',
  division: '361100',
  department: '126',
  fiscalYear: 2024,
  unit: '126001',
  sections,
});
const chart = chartOf([], 'test');

function after(...commands: SetPublicationText[]): State {
  return commands.reduce(
    (state, given) => evolve(state, decide(state, given, { chart })),
    evolve(emptyState, registered),
  );
}

describe('the text of a publication', () => {
  it('is recorded as it came', () => {
    const event = decide(after(), command(duties('一是……')), { chart });
    const data = { ...document, fiscalYear: 2024, unit: '126001', sections: [duties('一是……')] };
    expect(event).toEqual({ type: 'publication-text.set.v1', data });
  });

  it.each<[string, Partial<SetPublicationText>]>([
    ['unit-outside-department', { unit: '127001' }],
    ['unit-not-registered', { unit: '126002' }],
    ['effective-date-outside-fiscal-year', { effectiveDate: '2025-01-01' }],
  ])('is refused: %s', (code, differing) => {
    const event = decide(after(), { ...command(duties('一')), ...differing }, { chart });
    expect(event).toMatchObject({ type: 'command.refused.v1', data: { refusal: { code } } });
  });

  it('counts in its newest form, one for each project and each measure, and keeps its place', () => {
    const state = after(
      command(duties('旧'), reason('基本支出', '人员增加'), reason('项目支出', '项目减少')),
      command({ section: 'project', project: '甲' }, { section: 'project', project: '乙' }),
      command(reason('基本支出', ''), { section: 'project', project: '甲', overview: '概述' }, duties('新')),
    );
    const { texts } = unitYearOf(state, 2024, '126001');
    expect([...texts]).toEqual([
      ['duties', duties('新')],
      ['change-reason/基本支出', reason('基本支出', '')],
      ['change-reason/项目支出', reason('项目支出', '项目减少')],
      ['project/甲', { section: 'project', project: '甲', overview: '概述' }],
      ['project/乙', { section: 'project', project: '乙' }],
    ]);
    expect(sectionsOf(texts, 'project').map(({ project }) => project)).toEqual(['甲', '乙']);
    expect(unitYearOf(state, 2023, '126001').texts.size).toBe(0);
  });
});

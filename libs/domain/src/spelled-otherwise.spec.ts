import fc from 'fast-check';

import { allocated, ask, basis, given, line, posting, project, registered, stateAfter } from '../test/given';
import type { LedgerEvent } from './events';
import { nameKeyOf } from './name-key';
import { evolve } from './evolve';
import { stateFromJson, stateToJson } from './state-json';

const KNOWN = '信息化（一期）';
const OTHER = '信息化(一期)';
const known = line('1000.00', { ...project, project: KNOWN });
const other = line('500.00', { ...project, project: OTHER });
const year = { fiscalYear: 2024 };
const targets = { declaredFunds: { totalYuan: '1.00' }, tasks: [], goals: ['一'], indicators: [] };
const ceiling = (name: string, limitYuan: string | null) =>
  ask('SetCeiling', { ...year, scope: { kind: 'project' as const, project: name }, limitYuan });
const refusedAt = (field: string) => [{ field, value: OTHER, expected: KNOWN }];

describe('a project that is known', () => {
  const there = given(registered, allocated(known));

  it.each([
    ['an allocation', ask('AllocateBudget', { ...year, lines: [line('1.00'), other] }), 'lines[1].project'],
    ['a cut', ask('AdjustBudget', { ...year, kind: 'cut' as const, lines: [other] }), 'lines[0].project'],
    [
      'a transfer',
      ask('AdjustBudget', { ...year, kind: 'transfer' as const, from: [known], to: [other] }),
      'to[0].project',
    ],
    ['a freeze', ask('FreezeFunds', { ...year, lines: [other] }), 'lines[0].project'],
    ['a payment', ask('RecordPayment', { ...year, lines: [other] }), 'lines[0].project'],
    [
      'the sending side of a transfer',
      ask('TransferToDepartment', { ...year, toDepartment: '127', from: [other], to: [other] }),
      'from[0].project',
    ],
    [
      'an arriving transfer',
      ask('ReceiveTransfer', { ...year, transitId: 't', fromDepartment: '127', lines: [other] }),
      'lines[0].project',
    ],
    ['a ceiling', ceiling(OTHER, '1.00'), 'scope.project'],
    ['targets', ask('SetPerformanceTargets', { ...year, unit: '126001', project: OTHER, ...targets }), 'project'],
    [
      'a text',
      ask('SetPublicationText', {
        ...year,
        unit: '126001',
        sections: [{ section: 'project' as const, project: OTHER }],
      }),
      'sections[0].project',
    ],
  ])('is refused in another spelling by %s', (_, command, field) => {
    there.when(command).thenRefused('name-spelled-otherwise', refusedAt(field));
  });

  it('is refused in another spelling inside a combination too', () => {
    const commands = [
      { type: 'FreezeFunds' as const, ...year, lines: [known] },
      { type: 'FreezeFunds' as const, ...year, lines: [other] },
    ];
    there
      .when(ask('CombineCommands', { commands }))
      .thenRefused('name-spelled-otherwise', refusedAt('commands[1].lines[0].project'));
  });

  it('stays what it is called in another year and on another unit', () => {
    const later = ask('AllocateBudget', { fiscalYear: 2023, lines: [other] }, '2023-03-01');
    there.when(later).thenRefused('name-spelled-otherwise', refusedAt('lines[0].project'));
  });

  it('takes its own spelling, and other names', () => {
    const second = line('1.00', { ...project, project: '信息化（二期）' });
    there.when(ask('AllocateBudget', { ...year, lines: [known, second] })).thenType('budget.allocated.v1');
  });
});

describe('names that nobody knew', () => {
  it('are refused where one command spells one of them in two ways', () => {
    given(registered)
      .when(ask('AllocateBudget', { ...year, lines: [known, other] }))
      .thenRefused('name-spelled-otherwise', refusedAt('lines[1].project'));
  });

  it('are refused where the second part of a combination spells the first one otherwise', () => {
    const commands = [known, other].map((each) => ({ type: 'AllocateBudget' as const, ...year, lines: [each] }));
    given(registered)
      .when(ask('CombineCommands', { commands }))
      .thenRefused('name-spelled-otherwise', refusedAt('commands[1].lines[0].project'));
  });

  it.each([
    ['a ceiling', ceiling(KNOWN, '1.00')],
    ['a ceiling that was lifted', ceiling(KNOWN, null)],
    ['targets', ask('SetPerformanceTargets', { ...year, unit: '126001', project: KNOWN, ...targets })],
    [
      'a text',
      ask('SetPublicationText', {
        ...year,
        unit: '126001',
        sections: [{ section: 'project' as const, project: KNOWN }],
      }),
    ],
  ])('are known from %s on', (_, command) => {
    given(registered, command)
      .when(ask('AllocateBudget', { ...year, lines: [other] }))
      .thenRefused('name-spelled-otherwise', refusedAt('lines[0].project'));
  });

  it('are not known from what was refused', () => {
    const refused = given(registered).when(ask('FreezeFunds', { ...year, lines: [known] })).event;
    expect(refused.type).toBe('command.refused.v1');
    given(registered, refused)
      .when(ask('AllocateBudget', { ...year, lines: [other] }))
      .thenType('budget.allocated.v1');
  });
});

describe('the number of a document', () => {
  const other2024 = '饶财预[2024]1号';

  it.each([
    ['a posting', ask('AllocateBudget', { ...year, lines: [line('1.00')] })],
    ['a reversal', ask('ReverseEvent', { reversedRevision: 2 })],
    ['a close', ask('CloseYear', year, '2024-12-31')],
    [
      'a registration',
      ask('RegisterUnit', { unit: '126001', name: '上饶市妇女联合会', departmentName: '上饶市妇女联合会' }),
    ],
    [
      'a combination',
      ask('CombineCommands', { commands: [{ type: 'FreezeFunds' as const, ...year, lines: [line('1.00')] }] }),
    ],
  ])('is refused in another spelling by %s', (_, command) => {
    given(registered, allocated(line('1.00')))
      .when({ ...command, documentNumber: other2024 })
      .thenRefused('name-spelled-otherwise', [
        { field: 'documentNumber', value: other2024, expected: basis.documentNumber },
      ]);
  });

  it('is no project, and a project none', () => {
    const named = { ...project, project: other2024 };
    given(registered)
      .when(ask('AllocateBudget', { ...year, lines: [line('1.00', named)] }))
      .thenType('budget.allocated.v1');
  });

  it('does not hold up what ends a transfer', () => {
    const sent = ask('TransferToDepartment', {
      ...year,
      toDepartment: '127',
      from: [line('1.00')],
      to: [line('1.00', { unit: '127001' })],
    });
    const settle = ask('SettleTransfer', { ...year, transitId: '361100/126@3', receivedEventId: '361100/127@2' });
    given(registered, allocated(line('1.00')), sent)
      .when({ ...settle, documentNumber: other2024 })
      .thenType('department-transfer.settled.v1');
  });
});

describe('a measure of the comparison', () => {
  const reason = (measure: string) =>
    ask('SetPublicationText', {
      ...year,
      unit: '126001',
      sections: [{ section: 'change-reason' as const, measure, reason: '因' }],
    });

  it('is refused in another spelling', () => {
    given(registered, reason('“三公”经费'))
      .when(reason('"三公"经费'))
      .thenRefused('name-spelled-otherwise', [
        { field: 'sections[0].measure', value: '"三公"经费', expected: '“三公”经费' },
      ]);
  });
});

describe('the names of units and departments', () => {
  const register = (unit: string, name: string, departmentName: string, newSpelling?: boolean) =>
    ask('RegisterUnit', { unit, name, departmentName, ...(newSpelling === undefined ? {} : { newSpelling }) });
  const there = given(register('126001', '信息中心（本级）', '上饶市妇女联合会'));

  it.each(['126001', '126002'])('are refused in another spelling for %s', (unit) => {
    there.when(register(unit, '信息中心(本级)', '上饶市妇女联合会 ')).thenRefused('name-spelled-otherwise', [
      { field: 'name', value: '信息中心(本级)', expected: '信息中心（本级）' },
      { field: 'departmentName', value: '上饶市妇女联合会 ', expected: '上饶市妇女联合会' },
    ]);
  });

  it('are spelled anew where that is said to be meant', () => {
    there.when(register('126001', '信息中心(本级)', '上饶市妇女联合会', true)).then({
      type: 'unit.registered.v1',
      data: {
        documentNumber: basis.documentNumber,
        effectiveDate: basis.effectiveDate,
        unit: '126001',
        name: '信息中心(本级)',
        departmentName: '上饶市妇女联合会',
      },
    });
  });

  it('may change to other names', () => {
    there.when(register('126001', '数据中心', '上饶市妇联')).thenType('unit.registered.v1');
  });
});

describe('events from before this rule', () => {
  const both: LedgerEvent[] = [registered, allocated(known, other)];
  const dirty = '信息化\u200b（一期） ';

  it('keep each spelling that they know, and no third one is taken', () => {
    const there = given(...both);
    for (const each of [known, other]) {
      there
        .when(ask('FreezeFunds', { ...year, lines: [{ ...each, amountYuan: '500.00' }] }))
        .thenType('funds.frozen.v1');
    }
    const third = line('1.00', { ...project, project: '信息化[一期]' });
    there
      .when(ask('FreezeFunds', { ...year, lines: [third] }))
      .thenRefused('name-spelled-otherwise', [
        { field: 'lines[0].project', value: '信息化[一期]', expected: `${KNOWN} / ${OTHER}` },
      ]);
  });

  it('keep a spelling that could not be given any more', () => {
    const odd = line('1.00', { ...project, project: dirty });
    given(registered, allocated(odd))
      .when(ask('FreezeFunds', { ...year, lines: [odd] }))
      .thenType('funds.frozen.v1');
  });

  it('are counted together by a ceiling on either spelling', () => {
    const more = { ...other, amountYuan: '600.00' };
    for (const name of [KNOWN, OTHER]) {
      const event = given(...both, ceiling(name, '2000.00')).when(
        ask('AllocateBudget', { ...year, lines: [more] }),
      ).event;
      expect(event).toMatchObject({
        data: { refusal: { code: 'ceiling-exceeded', figures: [{ availableYuan: '500.00' }] } },
      });
    }
  });

  it('leave the same state through a snapshot', () => {
    const state = stateAfter(...both);
    const restored = stateFromJson(JSON.parse(JSON.stringify(stateToJson(state))));
    expect([...restored.spellings]).toEqual([...state.spellings]);
    expect(restored.spellings.like('project', OTHER)).toEqual([KNOWN, OTHER]);
  });
});

describe('the known spellings', () => {
  const names = fc.uniqueArray(
    fc.oneof(fc.constantFrom(KNOWN, OTHER, '信息化[一期]', '1号', '１号'), fc.string({ minLength: 1, maxLength: 6 })),
    {
      maxLength: 80,
    },
  );

  it('are found by every look-alike, and earlier states stay what they were', () => {
    fc.assert(
      fc.property(names, (given) => {
        const states = [stateAfter(registered)];
        for (const documentNumber of given) {
          const event: LedgerEvent = {
            type: 'budget.allocated.v1',
            data: { ...posting, documentNumber, lines: [line('1.00')] },
          };
          states.push(evolve(states.at(-1) ?? stateAfter(), event));
        }
        states.forEach(({ spellings }, count) => {
          const there = [basis.documentNumber, ...given.slice(0, count)];
          for (const name of given) {
            const expected = there.filter((one) => nameKeyOf(one) === nameKeyOf(name));
            expect(spellings.like('document', name)).toEqual([...new Set(expected)]);
          }
        });
        const last = states.at(-1)?.spellings;
        expect(new Set([...(last ?? [])].map(([, name]) => name))).toEqual(new Set([basis.documentNumber, ...given]));
      }),
      { numRuns: 50 },
    );
  });
});

import { parseCommand } from '#wire';

import { readFacts } from '../test/read-facts';

const HEAD =
  'division,unit,fiscalYear,command,documentNumber,effectiveDate,originYear,source,function,economic,category,project,procurement,amount';
const ROW = '361100,126001,2024,allocate,1号,2024-01-01,,general-public-budget,2012901,302,operating,,,100.00';
const csv = (...rows: string[]) => [HEAD, ...rows].join('\n');

describe('commands of every kind', () => {
  const head = `${HEAD},side,freezeRevision,final`;
  const row = (command: string, differing: Record<string, string> = {}) => {
    const cells: Record<string, string> = {
      ...Object.fromEntries(HEAD.split(',').map((column, index) => [column, ROW.split(',')[index] ?? ''])),
      command,
      ...differing,
    };
    return head
      .split(',')
      .map((column) => cells[column] ?? '')
      .join(',');
  };
  const read = (...rows: string[]) => {
    const { commands, errors } = readFacts([head, ...rows].join('\n'));
    expect(errors).toMatchObject([]);
    for (const { input } of commands) expect(parseCommand(input)).toMatchObject({ ok: true });
    return commands;
  };

  it('hand-down takes from the pool what its units get', () => {
    const [command] = read(
      row('下达', { unit: '126', amount: '300' }),
      row('下达'),
      row('下达', { unit: '126002', amount: '200' }),
    );
    expect(command).toMatchObject({
      input: {
        type: 'HandDownBudget',
        department: '126',
        from: [{ unit: '126', amountYuan: '300' }],
        to: [{ unit: '126001' }, { unit: '126002' }],
      },
      places: { from: [2], to: [3, 4] },
    });
  });

  it('a transfer says which way each row goes', () => {
    const [command] = read(row('transfer', { side: 'from' }), row('调剂', { side: '调入', unit: '126002' }));
    expect(command?.input).toMatchObject({
      type: 'AdjustBudget',
      kind: 'transfer',
      from: [{ unit: '126001' }],
      to: [{ unit: '126002' }],
    });
    expect(readFacts(csv(ROW.replace('allocate', 'transfer'))).errors).toMatchObject([
      { row: 1, message: expect.stringContaining('lacks side') },
    ]);
  });

  it.each([
    ['冻结', 'FreezeFunds', {}],
    ['pay', 'RecordPayment', {}],
    ['退回', 'RecordRefund', {}],
    ['收回存量资金', 'ReclaimBalance', { originYear: '2023' }],
  ])('%s becomes %s', (word, type, differing) => {
    expect(read(row(word, differing))[0]?.input).toMatchObject({
      type,
      lines: [{ unit: '126001', amountYuan: '100.00' }],
    });
  });

  it('a payment may name its freeze, and payments out of two freezes are two commands', () => {
    const commands = read(row('支付', { freezeRevision: '7', final: '是' }), row('支付', { freezeRevision: '8' }));
    expect(commands.map(({ input }) => [input['freezeRevision'], input['final']])).toEqual([
      [7, true],
      [8, undefined],
    ]);
    expect(new Set(commands.map(({ input }) => input.commandId)).size).toBe(2);
  });

  it('registration needs names and takes the staff where it is given', () => {
    const register = (heads: string, cells: string) =>
      readFacts(
        `行政区划,单位编码,业务,文号,生效日期,单位名称,部门名称${heads}\n361100,126001,登记,1号,2024-01-01,上饶市妇女联合会,妇联${cells}`,
      );
    const staff = register(
      ',编制总数,行政编制,事业编制,实有人数,在职人数,行政在职,事业在职,离退休人数',
      ',14,13,1,23,16,15,1,7',
    );
    expect(staff.errors).toMatchObject([]);
    expect(parseCommand(staff.commands[0]?.input)).toMatchObject({
      ok: true,
      command: {
        type: 'RegisterUnit',
        unit: '126001',
        name: '上饶市妇女联合会',
        staffing: { establishment: { total: 14 }, actual: { retired: 7 } },
      },
    });
    expect(register('', '').commands[0]?.input).not.toHaveProperty('staffing');
    expect(register(',编制总数', ',14').errors).toHaveLength(7);
  });

  it('a payment may go beyond its freeze where it says so', () => {
    const [command] = readFacts(`${head},超出冻结\n${row('支付', { freezeRevision: '7' })},是`).commands;
    expect(command?.input).toMatchObject({ freezeRevision: 7, beyondFreeze: true });
  });

  it('a release names its freeze, and gives back its lines or, without any, all that it holds', () => {
    const lines = row('解冻', { freezeRevision: '7' });
    const other = row('release', { freezeRevision: '7', unit: '126002' });
    const none = { source: '', function: '', economic: '', category: '', amount: '' };
    const all = row('解冻', { ...none, freezeRevision: '8' });
    expect(read(lines, other, all).map(({ input }) => [input.type, input['freezeRevision'], input['lines']])).toEqual([
      ['ReleaseFunds', 7, [expect.objectContaining({ unit: '126001' }), expect.objectContaining({ unit: '126002' })]],
      ['ReleaseFunds', 8, undefined],
    ]);
    // A head without the columns of a line is enough for that.
    const short = '行政区划,单位编码,年度,业务,文号,生效日期,冻结版本\n361100,126,2024,解冻,1号,2024-01-01,8';
    expect(readFacts(short)).toMatchObject({
      errors: [],
      commands: [{ input: { type: 'ReleaseFunds', department: '126', freezeRevision: 8 } }],
    });
    expect(readFacts(csv(ROW.replace('allocate', '解冻'))).errors).toMatchObject([
      { row: 1, message: expect.stringContaining('lacks freezeRevision') },
    ]);
  });

  it('a transfer between departments is one command of the sender for each pair of them', () => {
    const far = `${head},对方部门`;
    const text = [
      far,
      `${row('部门间调剂', { side: '调出', amount: '3.00' })},127`,
      `${row('department-transfer', { side: '调入', unit: '127001', amount: '3.00' })},126`,
      `${row('部门间调剂', { side: '调出', amount: '4.00' })},128`,
      `${row('部门间调剂', { side: '调入', unit: '128001', amount: '4.00' })},126`,
    ].join('\n');
    const { commands, errors } = readFacts(text);
    expect(errors).toMatchObject([]);
    for (const { input } of commands) expect(parseCommand(input)).toMatchObject({ ok: true });
    expect(commands).toMatchObject([
      {
        input: {
          type: 'TransferToDepartment',
          department: '126',
          toDepartment: '127',
          from: [{ unit: '126001' }],
          to: [{ unit: '127001' }],
        },
        places: { from: [2], to: [3] },
      },
      { input: { department: '126', toDepartment: '128' }, rows: [4, 5] },
    ]);
    expect(readFacts(`${far}\n${row('部门间调剂', { side: '调出' })},12`).errors).toMatchObject([
      { row: 2, message: expect.stringContaining('otherDepartment: 应为三位数字') },
    ]);
  });

  it('a ceiling says what it counts, is lifted by a word, and may be zero', () => {
    const scoped = (differing: Record<string, string>, scope: string) => `${row('控制数', differing)},${scope}`;
    const { commands, errors, notes } = readFacts(
      [
        `${head},控制范围`,
        scoped({ amount: '33000' }, '三公经费'),
        scoped({ project: '信息化', amount: '1,000.00'.replace(',', '') }, '项目'),
        scoped({ unit: '126', amount: '取消' }, 'source'),
        scoped({ unit: '126002', amount: '0.00' }, '“三公”经费'),
      ].join('\n'),
    );
    expect([errors, notes]).toEqual([[], []]);
    for (const { input } of commands) expect(parseCommand(input)).toMatchObject({ ok: true });
    expect(commands.map(({ input }) => [input.type, input['scope'], input['limitYuan']])).toEqual([
      ['SetCeiling', { kind: 'three-public', unit: '126001' }, '33000'],
      ['SetCeiling', { kind: 'project', project: '信息化', unit: '126001' }, '1000.00'],
      ['SetCeiling', { kind: 'source', source: 'general-public-budget' }, null],
      ['SetCeiling', { kind: 'three-public', unit: '126002' }, '0.00'],
    ]);
    expect(readFacts(`${head},scope\n${scoped({ unit: '126' }, 'three-public')}`).errors).toMatchObject([
      { row: 2, message: expect.stringContaining('须写六位单位编码') },
    ]);
  });

  it('rows of performance targets are one form of a unit, and one of each project', () => {
    const columns =
      '行政区划,单位编码,年度,业务,文号,生效日期,项目,绩效内容,金额（万元）,任务名称,目标或任务内容,一级指标,二级指标,三级指标,指标值,指标备注';
    const target = (project: string, cells: string) => `361100,126001,2024,绩效目标,3号,2024-01-01,${project},${cells}`;
    const text = [
      columns,
      target('', '资金总额,487.9,,,,,,,'),
      target('', '基本支出,416.9,,,,,,,'),
      target('', '任务,,任务 1,促进女性素质提升。,,,,,'),
      target('', '目标,,,"目标 1: 提升素质。\n目标 2: 建功创业。",,,,,'),
      target('', '指标,,,,产出指标,数量指标,开展培训班,1 场,据实'),
      target('妇女工作经费', '资金总额,71,,,,,,,'),
      target('妇女工作经费', '其他资金,0,,,,,,,'),
      target('妇女工作经费', 'indicator,,,,成本指标,经济成本指标,关心关爱,71 万,'),
    ].join('\n');
    const { commands, errors, notes } = readFacts(text);
    expect([errors, notes]).toEqual([[], []]);
    for (const { input } of commands) expect(parseCommand(input)).toMatchObject({ ok: true });
    expect(commands.map(({ input }) => input)).toMatchObject([
      {
        type: 'SetPerformanceTargets',
        unit: '126001',
        declaredFunds: { totalYuan: '4879000.00', basicYuan: '4169000.00' },
        tasks: [{ name: '任务 1', content: '促进女性素质提升。' }],
        goals: ['目标 1: 提升素质。\n目标 2: 建功创业。'],
        indicators: [{ level1: '产出指标', level2: '数量指标', level3: '开展培训班', value: '1 场', remark: '据实' }],
      },
      {
        project: '妇女工作经费',
        declaredFunds: { totalYuan: '710000.00', otherFundsYuan: '0.00' },
        tasks: [],
        goals: [],
        indicators: [{ level3: '关心关爱', value: '71 万' }],
      },
    ]);
    expect(commands[0]?.places).toMatchObject({ indicators: [6], goals: [5] });
    const wrong = readFacts(`${columns}\n${target('', '指标,,,,产出指标,,开展,,')}\n${target('', '总分,,,,,,,,')}`);
    expect(wrong.errors.map(({ row: at, message }) => [at, message.slice(0, message.indexOf(':'))])).toEqual([
      [2, '二级指标 level2'],
      [2, '指标值 value'],
      [3, '绩效内容 item'],
    ]);
  });

  it.each([
    [
      'a registration',
      '行政区划,单位编码,业务,文号,生效日期,单位名称,部门名称',
      '361100,126001,登记,1号,2024-01-01,甲,部门',
      '361100,126001,登记,1号,2024-01-01,乙,部门',
    ],
    [
      'a ceiling',
      '行政区划,单位编码,年度,业务,文号,生效日期,控制范围,金额',
      '361100,126001,2024,控制数,1号,2024-01-01,三公经费,1.00',
      '361100,126001,2024,控制数,1号,2024-01-01,三公经费,2.00',
    ],
    [
      'a declared amount',
      '行政区划,单位编码,年度,业务,文号,生效日期,绩效内容,金额',
      '361100,126001,2024,绩效目标,1号,2024-01-01,资金总额,1.00',
      '361100,126001,2024,绩效目标,1号,2024-01-01,资金总额,2.00',
    ],
  ])('%s that one document says in two ways is refused: neither counts', (_, columns, one, other) => {
    expect(readFacts([columns, one, other].join('\n')).errors).toMatchObject([
      { row: 3, message: expect.stringMatching(/^与第 2 行是同一文号的同一事项，内容却不同/) },
    ]);
    const twice = readFacts([columns, one, one].join('\n'));
    expect([twice.errors, twice.commands.flatMap(({ doubts }) => doubts)]).toEqual([
      [],
      [expect.objectContaining({ row: 3 })],
    ]);
  });
});

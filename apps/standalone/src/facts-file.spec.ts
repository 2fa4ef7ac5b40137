import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseCommand } from '#wire';

import { readFacts } from './facts-file';

const HEAD =
  'division,unit,fiscalYear,command,documentNumber,effectiveDate,originYear,source,function,economic,category,project,procurement,amount';
const ROW = '361100,126001,2024,allocate,1号,2024-01-01,,general-public-budget,2012901,302,operating,,,100.00';
const csv = (...rows: string[]) => [HEAD, ...rows].join('\n');

describe('the facts of Shangrao', () => {
  const { commands, errors } = readFacts(
    readFileSync(join(__dirname, '../../../data/shangrao-2024/facts.csv'), 'utf8'),
  );

  it('are four commands without errors', () => {
    expect(errors).toEqual([]);
    expect(
      commands.map(({ input, rows }) => [input.type, input['fiscalYear'], input['documentNumber'], rows.length]),
    ).toEqual([
      ['AllocateBudget', 2023, '样例〔2023〕1号', 6],
      ['CarryOverBalance', 2023, '样例〔2023〕2号', 3],
      ['AllocateBudget', 2024, '样例〔2024〕1号', 21],
      ['CarryOverBalance', 2024, '样例〔2024〕2号', 4],
    ]);
  });

  it('are well formed, and each row is a line', () => {
    for (const { input, rows } of commands) {
      expect(parseCommand(input)).toMatchObject({ ok: true });
      expect(input['lines']).toHaveLength(rows.length);
    }
    expect(commands.flatMap(({ rows }) => rows).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 34 }, (_, index) => index + 2),
    );
  });

  it('have ids that never change, or a second import would post everything again', () => {
    expect(commands.map(({ input }) => input.commandId)).toMatchInlineSnapshot(`
     [
       "import-7b9685eb928fb843c63bf9a30072df18",
       "import-d3d88c8b02b224dba34af4c20617b035",
       "import-02e83ead7733e5e11b22ad6fe5a73313",
       "import-76970bbc1194c86e7ce4d8872b7bb5fb",
     ]
    `);
  });
});

describe('rows', () => {
  it('become one command where division, unit, year, command and document are the same, wherever they stand', () => {
    const other = ROW.replace('1号', '2号');
    const { commands } = readFacts(csv(ROW, other, ROW.replace('100.00', '5')));
    expect(commands.map(({ rows }) => rows)).toEqual([[2, 4], [3]]);
    expect(commands[0]?.input['lines']).toMatchObject([{ amountYuan: '100.00' }, { amountYuan: '5' }]);
  });

  it.each([
    ['division', ROW.replace('361100', '361101')],
    ['unit', ROW.replace('126001', '126002')],
    ['year', ROW.replaceAll('2024', '2025')],
    ['command', ROW.replace('allocate', 'supplement')],
    ['document', ROW.replace('1号', '2号')],
  ])('of another %s are another command with another id', (_, row) => {
    const { commands } = readFacts(csv(ROW, row));
    expect(new Set(commands.map(({ input }) => input.commandId)).size).toBe(2);
  });

  it('keep their id when an amount, the order or another column changes', () => {
    const idOf = (text: string) => readFacts(text).commands[0]?.input.commandId;
    expect(idOf(csv(ROW.replace('100.00', '7')))).toBe(idOf(csv(ROW)));
    expect(idOf(`${HEAD},provenance\n${ROW},derived`)).toBe(idOf(csv(ROW)));
  });

  it.each([
    ['allocate', { type: 'AllocateBudget' }],
    ['carry-over', { type: 'CarryOverBalance', kind: 'carry-forward', opening: true }],
    ['supplement', { type: 'AdjustBudget', kind: 'supplement' }],
    ['cut', { type: 'AdjustBudget', kind: 'cut' }],
  ])('with %s become %j', (command, expected) => {
    const { commands } = readFacts(csv(ROW.replace('allocate', command)));
    expect(commands[0]?.input).toMatchObject({ ...expected, division: '361100', department: '126' });
  });

  it('leave out what is empty and keep what is not', () => {
    const full = ROW.replace('allocate', 'carry-over')
      .replace(',,general', ',2023,general')
      .replace('operating,,', 'project,"妇女, 儿童",goods');
    const [plain, filled] = readFacts(csv(ROW, full)).commands;
    expect(plain?.input['lines']).toEqual([
      {
        unit: '126001',
        source: 'general-public-budget',
        function: '2012901',
        economic: '302',
        category: 'operating',
        amountYuan: '100.00',
      },
    ]);
    expect(filled?.input['lines']).toMatchObject([{ originYear: 2023, project: '妇女, 儿童', procurement: 'goods' }]);
  });
});

describe('mistakes', () => {
  it.each<[string, string, string]>([
    ['a division of five digits', ROW.replace('361100', '36110'), 'division: 应为六位数字'],
    ['a unit of letters', ROW.replace('126001', 'A26001'), 'unit: 应为六位数字'],
    ['an unknown command', ROW.replace('allocate', 'spend'), 'command: “spend”不在其中 is none of: 年初批复 allocate'],
    ['no document', ROW.replace('1号', ''), 'documentNumber: 不能为空 must not be empty'],
    ['no year', ROW.replace(',2024,', ',,'), 'fiscalYear: 不能为空'],
    ['a negative amount', ROW.replace('100.00', '-100.00'), 'amount: “-100.00”是负数'],
    ["an amount in another country's form", ROW.replace('100.00', '"1.000,00"'), 'amount: “1.000,00”不是金额'],
    ['a date that is none', ROW.replace('2024-01-01', '45292'), 'effectiveDate: “45292”不是日期'],
    ['a source that nobody knows', ROW.replace('general-public-budget', '自筹'), 'source: “自筹”不在其中'],
  ])('are told by row: %s', (_, row, message) => {
    const { errors } = readFacts(csv(ROW, row));
    expect(errors).toEqual([{ row: 3, message: expect.stringContaining(message) }]);
  });

  it('are all told, not only the first', () => {
    const { errors } = readFacts(
      csv(ROW.replace('361100', 'x').replace('126001', 'y'), ROW, ROW.replace('allocate', 'z')),
    );
    expect(errors.map(({ row }) => row)).toEqual([2, 2, 4]);
  });

  it('count empty rows and cells of several lines as a spreadsheet does', () => {
    const twoLines = ROW.replace('operating,,', 'project,"甲\n乙",');
    const { errors, commands } = readFacts(csv('', ROW, '', '', twoLines, ROW.replace('361100', 'x')));
    expect(errors.map(({ row }) => row)).toEqual([7]);
    expect(commands[0]?.rows).toEqual([3, 6]);
  });

  it('are told for a document with two effective dates', () => {
    const { errors } = readFacts(csv(ROW, ROW, ROW.replace('2024-01-01', '2024-02-01')));
    expect(errors).toEqual([
      { row: 4, message: expect.stringContaining('is 2024-02-01, but the same document has 2024-01-01 above') },
    ]);
  });

  it('are told where a row has too few cells, a cell too many, or a quote is open', () => {
    expect(new Set(readFacts(csv(ROW, '361100,126001')).errors.map(({ row }) => row))).toEqual(new Set([3]));
    expect(readFacts(csv(ROW, ROW.replace('100.00', '1,000.00'))).errors).toEqual([
      { row: 3, message: expect.stringContaining('没有表头；含逗号的内容须加引号') },
    ]);
    expect(readFacts(csv(ROW, `"${ROW}`)).errors).toEqual([{ row: 3, message: expect.any(String) }]);
  });

  it('are told once where columns are missing, and not for every row', () => {
    const { errors } = readFacts(csv(ROW, ROW).replace('amount', 'sum').replace('category', 'kind'));
    expect(errors).toEqual([{ row: 1, message: expect.stringContaining('the head lacks category, amount') }]);
  });

  it.each([
    ['the same name', 'amount,amount'],
    ['two names of one column', 'amount,金额'],
  ])('are told where a column stands twice by %s: neither of the two counts', (_, heads) => {
    const { errors, commands } = readFacts(csv(`${ROW},0.10`).replace('amount', heads));
    expect(errors).toEqual([{ row: 1, message: expect.stringMatching(/^表头中的列重复：amount/) }]);
    expect(commands).toEqual([]);
  });

  it.each([
    ['', '文件是空的'],
    ['\n\n', '文件是空的'],
    [',,,\n,,,\n', '文件是空的'],
    ['<!DOCTYPE html><html><body>502</body></html>', '这是一个网页'],
    ['<?xml version="1.0"?><a/>', '这是一个网页或 XML'],
  ])('are one sentence for a file that is no table: %j', (text, message) => {
    expect(readFacts(text)).toEqual({
      commands: [],
      errors: [{ row: 1, message: expect.stringContaining(message) }],
      notes: [],
    });
  });

  it('are none in a file with a head alone, which is said', () => {
    expect(readFacts(HEAD)).toEqual({ commands: [], errors: [], notes: [expect.stringContaining('没有数据行')] });
  });
});

describe('what people send', () => {
  const inputs = (text: string) => {
    const { commands, errors } = readFacts(text);
    expect(errors).toEqual([]);
    return commands.map(({ input }) => input);
  };
  const plain = inputs(csv(ROW));

  it.each<[string, string]>([
    ['tabs', csv(ROW).replaceAll(',', '\t')],
    ['semicolons', csv(ROW).replaceAll(',', ';')],
    ['full-width commas', csv(ROW).replaceAll(',', '，')],
    ['a mark at the head', `\uFEFF${csv(ROW)}`],
    ['rows and columns of nothing but commas', `${HEAD},,\n${ROW},,\n,,,,,\n,,,,,,,,,,,,,,,\n`],
    ['lines that end as in Windows', csv(ROW).replaceAll('\n', '\r\n')],
    ['a date with slashes', csv(ROW.replace('2024-01-01', '2024/1/1'))],
    ['a date in words', csv(ROW.replace('2024-01-01', '2024年1月1日'))],
    ['thousands that are set apart', csv(ROW.replace('100.00', '"100.00"'))],
    ['a currency sign', csv(ROW.replace('100.00', '¥100.00'))],
    ['full-width digits', csv(ROW.replace('126001', '１２６００１'))],
    ['codes that a spreadsheet was told to keep as text', csv(ROW.replace('2012901', "'2012901"))],
    [
      'no optional columns',
      csv(ROW)
        .replace(',originYear', '')
        .replace(',project,procurement', '')
        .replace('2024-01-01,,', '2024-01-01,')
        .replace(',operating,,', ',operating'),
    ],
    ['another order of columns', HEAD.split(',').reverse().join(',') + '\n' + ROW.split(',').reverse().join(',')],
    [
      'Chinese words',
      csv(
        ROW.replace('allocate', '年初批复')
          .replace('general-public-budget', '一般公共预算')
          .replace('operating', '公用经费')
          .replace(',2024,', ',2024年度,'),
      ).replace(
        HEAD,
        '行政区划,单位编码,年度,业务,文号,生效日期,来源年度,资金来源,功能科目,经济科目,支出类别,项目名称,政府采购,金额（元）',
      ),
    ],
    ['amounts in 万元', csv(ROW.replace('100.00', '0.01')).replace('amount', '金额（万元）')],
  ])('is the same command with the same id: %s', (_, text) => {
    const [{ lines, ...input } = plain[0]!] = inputs(text);
    const [{ lines: expected, ...rest } = plain[0]!] = plain;
    expect(input).toEqual(rest);
    expect(
      (lines as { amountYuan: string }[]).map((line) => ({ ...line, amountYuan: Number(line.amountYuan).toFixed(2) })),
    ).toEqual(expected);
  });

  it.each([
    ['1,234,567.89', 'amount', '1234567.89'],
    ['83.42', '金额(万元)', '834200.00'],
    ['0.000001', 'amountWan', '0.01'],
    ['1,234.5', '万元', '12345000.00'],
    ['12345678901', 'amountWan', '123456789010000.00'],
  ])('an amount of %s in %s is %s yuan', (cell, column, yuan) => {
    const [input] = inputs(csv(ROW.replace('100.00', `"${cell}"`)).replace('amount', column));
    expect(input?.['lines']).toMatchObject([{ amountYuan: yuan }]);
  });

  it('tells of parts of a cent in 万元, and of a row with both amounts', () => {
    expect(readFacts(csv(ROW.replace('100.00', '0.0000001')).replace('amount', 'amountWan')).errors).toHaveLength(1);
    expect(readFacts(csv(`${ROW},1`).replace('amount', 'amount,amountWan')).errors).toEqual([
      { row: 2, message: expect.stringContaining('元和万元只填一个') },
    ]);
  });

  it('is a line at zero where an approval or an opening balance says so, and nothing where it moves nothing', () => {
    const zero = ROW.replace('100.00', '0.00');
    const { commands, notes } = readFacts(
      csv(
        zero,
        ROW.replace('allocate', 'cut'),
        zero.replace('allocate', 'cut'),
        zero.replace('allocate', 'supplement'),
      ),
    );
    expect(commands.map(({ input, rows }) => [input.type, rows])).toEqual([
      ['AllocateBudget', [2]],
      ['AdjustBudget', [3]],
    ]);
    expect(notes).toEqual([expect.stringContaining('跳过 2 行金额为 0 的行')]);
  });

  it('is doubted where two rows of one document say the same', () => {
    const [command] = readFacts(csv(ROW, ROW.replace('100.00', '5'), ROW)).commands;
    expect(command?.doubts).toEqual([
      { row: 4, message: expect.stringMatching(/^与第 2 行完全相同.+--repeated-rows/) },
    ]);
    expect(readFacts(csv(ROW, ROW.replace('1号', '2号'))).commands.flatMap(({ doubts }) => doubts)).toEqual([]);
  });
});

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
    expect(errors).toEqual([]);
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
    expect(readFacts(csv(ROW.replace('allocate', 'transfer'))).errors).toEqual([
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
    expect(staff.errors).toEqual([]);
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
    expect(readFacts(csv(ROW.replace('allocate', '解冻'))).errors).toEqual([
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
    expect(errors).toEqual([]);
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
    expect(readFacts(`${far}\n${row('部门间调剂', { side: '调出' })},12`).errors).toEqual([
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
    expect(readFacts(`${head},scope\n${scoped({ unit: '126' }, 'three-public')}`).errors).toEqual([
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
    expect(readFacts([columns, one, other].join('\n')).errors).toEqual([
      { row: 3, message: expect.stringMatching(/^与第 2 行是同一文号的同一事项，内容却不同/) },
    ]);
    const twice = readFacts([columns, one, one].join('\n'));
    expect([twice.errors, twice.commands.flatMap(({ doubts }) => doubts)]).toEqual([
      [],
      [expect.objectContaining({ row: 3 })],
    ]);
  });
});

import { words } from '../../words/language';

export const HOME_WORDS = words(
  {
    title: '预算账本',
    divisions: '地区',
    departments: '部门',
    units: '单位',
    counts: (departments: number, units: number) => `${departments} 个部门，${units} 个单位`,
    bar: (paid: string, available: string) => `已支付 ${paid}，可用 ${available}`,
    share: '执行',
    noDivisions: '还没有你可以查阅的地区。需要权限时，请联系管理人员。',
    chooseYear: '年度',
    open: '打开预算表',
    inTenThousand: '金额单位：万元',
  },
  {
    title: 'Budget ledger',
    divisions: 'Divisions',
    departments: 'Departments',
    units: 'Units',
    counts: (departments, units) => `${departments} departments, ${units} units`,
    bar: (paid, available) => `${paid} paid, ${available} available`,
    share: 'Execution',
    noDivisions: 'There is no division that you may read yet. Ask whoever gives rights.',
    chooseYear: 'Year',
    open: 'Open the tables',
    inTenThousand: 'Amounts in 10,000 yuan',
  },
);

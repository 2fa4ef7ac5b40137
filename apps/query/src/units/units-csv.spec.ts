import { unitsAsCsv } from './units-csv';

it('units as CSV are a row each, with the years that have events', () => {
  const unit = {
    division: '361100',
    department: '126',
    departmentName: '妇女联合会',
    unit: '126001',
    name: '机关',
    registeredOn: '2023-01-01',
    years: [2023, 2024],
  };
  expect(unitsAsCsv([unit])).toEqual({
    columns: ['division', 'department', 'departmentName', 'unit', 'name', 'years'],
    rows: [['361100', '126', '妇女联合会', '126001', '机关', '2023 2024']],
  });
});

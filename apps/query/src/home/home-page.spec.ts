import { homePage } from './home-page';

const unit = {
  division: '361100',
  department: '126',
  departmentName: '妇女联合会',
  unit: '126001',
  name: '<b>机关</b>',
  registeredOn: '2023-01-01',
  years: [2023, 2024],
};

describe('the page that leads to everything', () => {
  it('links the tables of each year, the newest first, and takes no name for HTML', () => {
    const page = homePage([unit], 500);
    expect(page).toContain('&lt;b&gt;机关&lt;/b&gt;');
    expect(page).toContain('href="/v1/units/361100/126001/years/2024/tables/3?format=html"');
    expect(page.indexOf('2024 年')).toBeLessThan(page.indexOf('2023 年'));
    expect(page).not.toContain('Only the first');
  });

  it('says where there is nothing yet, and where there is more', () => {
    expect(homePage(undefined, 500)).toContain('send a token');
    expect(homePage([], 500)).toContain('No unit has been registered yet.');
    expect(homePage([{ ...unit, years: [] }], 1)).toContain('it has no budget yet');
    expect(homePage([unit], 1)).toContain('Only the first 1 units are listed.');
  });
});

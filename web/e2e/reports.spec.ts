import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './viewer';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectNoFinding(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`);
  expect(said).toEqual([]);
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** As many charts as the page has, drawn, each saying in words what it shows. */
async function chartsAreDrawn(page: Page, count: number): Promise<void> {
  const charts = page.locator('svg.koyu-chart');
  await expect(charts).toHaveCount(count);
  for (const chart of await charts.all()) {
    await expect(chart).toHaveAttribute('role', 'img');
    await expect(chart).toHaveAttribute('aria-label', /\S/);
    expect(await chart.locator('style').count()).toBe(0);
  }
}

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('data quality: from the menu to a record on the map', async ({ page }) => {
  // Two audits of a page of many tables.
  test.slow();
  await page.goto('/');
  await page
    .getByRole('navigation', { name: '主な画面' })
    .getByRole('link', { name: 'データの品質' })
    .click();
  await expect(heading(page)).toHaveText('データの品質');
  await expect(heading(page)).toBeFocused();
  await expect(page.getByRole('heading', { name: /^施設の記入状況/ })).toBeVisible();
  await expect(page.getByRole('heading', { name: '確認が必要な記録' })).toBeVisible();
  await chartsAreDrawn(page, 6);
  await expectNoFinding(page);

  await page.getByText('区分ごとに見る').first().click();
  await expect(page.getByRole('region', { name: '施設の区分ごとの記入割合' })).toBeVisible();

  await page.getByRole('link', { name: 'shared-position の記録を見る' }).click();
  await expect(page).toHaveURL(/rule=shared-position/);
  const records = page.getByRole('region', { name: 'shared-position の記録' });
  await expect(records.locator('tbody tr')).toHaveCount(100);
  await expect(page.getByRole('heading', { name: 'shared-position の記録' })).toBeFocused();
  await page.getByRole('link', { name: '次へ' }).click();
  await expect(page.getByText(/件のうち101～/)).toBeVisible();
  await expectNoFinding(page);

  const first = records.getByRole('link').first();
  const name = await first.textContent();
  await first.click();
  await expect(page.locator('[data-sheet] h2')).toHaveText(name ?? '');
  await page.goBack();
  await expect(page.getByText(/件のうち101～/)).toBeVisible();
});

test('data quality: the findings are saved as a file', async ({ page }) => {
  await page.goto('/quality');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: '指摘の一覧をCSVで保存' }).press('Enter');
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('koyu-quality.csv');
  const rows = readFileSync(await saved.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(rows[0]).toBe('\u{feff}ID,番号,名称,規則,重要度,内容,message');
  expect(rows.length).toBeGreaterThan(100);
});

test.describe('somebody who is not known', () => {
  test('sees how complete the public fields are and no findings', async ({ page }) => {
    await page.route('/api/session', (route) =>
      route.fulfill({ json: { signed_in: false, actor: null, roles: ['public'], may: ['read_public'] } }),
    );
    await page.goto('/quality?lang=en');
    await expect(heading(page)).toHaveText('Data quality');
    await expect(page.getByRole('heading', { name: /^Unused land: how complete/ })).toBeVisible();
    await expect(page.getByText(/Staff also see internal fields/)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Records to be looked at' })).toHaveCount(0);
    await chartsAreDrawn(page, 4);
    await expectNoFinding(page);
  });
});

test('area sheet: a ward is chosen with the keyboard', async ({ page }) => {
  // An audit of a page of many tables.
  test.slow();
  await page.goto('/area');
  await expect(page.getByText('まだ区域が選ばれていません。')).toBeVisible();
  const ward = page.getByRole('combobox', { name: '区' });
  await ward.focus();
  await ward.selectOption({ label: '北区' });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: '表示' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/area\?ward=271276/);
  await expect(heading(page)).toHaveText('区域シート：北区');
  await expect(page).toHaveTitle(/^区域シート：北区｜/);
  await chartsAreDrawn(page, 5);
  for (const name of ['用途ごとの施設', '局ごとの施設と土地', '施設にかかる費用', '人口の今とこれから'])
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  await expectNoFinding(page);

  await page.getByRole('button', { name: 'English' }).click();
  await expect(heading(page)).toHaveText('Area sheet: Kita Ward');
  await expect(page.getByRole('heading', { name: 'Facilities by use' })).toBeVisible();
  await page.getByRole('button', { name: '日本語' }).click();

  const list = page.getByRole('region', { name: '施設の一覧' });
  const first = list.getByRole('link').first();
  const name = await first.textContent();
  await first.click();
  await expect(page.locator('[data-sheet] h2')).toHaveText(name ?? '');
});

test('area sheet: a circle, then a wider one; the back button goes back', async ({ page }) => {
  await page.goto('/area?circle=135.5022,34.6937,800');
  await expect(heading(page)).toHaveText(/^区域シート：./);
  const facilities = async () =>
    page
      .locator('dt', { hasText: /^施設$/ })
      .locator('xpath=following-sibling::dd')
      .textContent();
  const few = Number((await facilities())?.replaceAll(',', ''));
  await page.getByRole('spinbutton', { name: /^半径/ }).fill('3000');
  await page.getByRole('button', { name: '表示' }).click();
  await expect(page).toHaveURL(/circle=135.5022,34.6937,3000/);
  await expect.poll(async () => Number((await facilities())?.replaceAll(',', ''))).toBeGreaterThan(few);
  await page.goBack();
  await expect.poll(async () => Number((await facilities())?.replaceAll(',', ''))).toBe(few);
});

test.describe('an area that is none', () => {
  test.use({ faultsExpected: true });

  test('is refused with a reason, and another can be chosen', async ({ page }) => {
    await page.goto('/area?polygon=135.5,34.7;135.6,34.7');
    await expect(page.getByRole('alert')).toContainText('読み込めませんでした');
    await expectNoFinding(page);
    await page.getByRole('radio', { name: '区', exact: true }).check();
    await page.getByRole('combobox', { name: '区' }).selectOption({ label: '西区' });
    await page.getByRole('button', { name: '表示' }).click();
    await expect(heading(page)).toHaveText('区域シート：西区');
  });
});

for (const address of ['/quality?rule=missing-position', '/area?ward=271276']) {
  test(`${address} fits 320 px and prints`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 720 });
    await page.goto(address);
    await expect(page.locator('svg.koyu-chart').first()).toBeVisible();
    expect(await sideways(page)).toBe(0);
    await expectNoFinding(page);

    await page.setViewportSize({ width: 794, height: 1123 });
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('button', { name: '印刷' })).toBeHidden();
    expect(await sideways(page)).toBe(0);
    for (const table of await page.getByRole('table').all()) {
      const [own, frame] = await table.evaluate((element) => [
        element.scrollWidth,
        element.parentElement?.clientWidth ?? 0,
      ]);
      expect(own).toBeLessThanOrEqual(frame ?? 0);
    }
    expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(10_000);
  });
}

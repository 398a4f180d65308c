import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, open, test } from './viewer';

/** Of the demo's first facilities one with yearly records, buildings, condition and works. */
const FULL = 'F000003';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function openKarte(page: Page, id: string): Promise<void> {
  await page.goto(`/karte/${id}`);
  await expect(page.getByRole('heading', { level: 2, name: '基本情報' })).toBeVisible();
}

async function expectNoFinding(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`);
  expect(said).toEqual([]);
}

test('a facility has a sheet with the figures of the server, drawn and in tables', async ({ page }) => {
  const karte = await (await page.request.get(`/api/facilities/${FULL}/karte`)).json();
  await openKarte(page, FULL);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(karte.facility.name);
  await expect(page.getByText(karte.condition.formula_ja)).toBeVisible();
  const visitors = karte.peers.metrics.find((metric: { key: string }) => metric.key === 'visitors');
  const figure = page.getByRole('figure').filter({ hasText: '延べ利用者数' }).first();
  await expect(figure.getByRole('img', { name: /延べ利用者数の推移/ })).toBeVisible();
  const last = visitors.values.at(-1);
  const row = figure.getByRole('row', { name: String(last.fiscal_year) });
  await expect(row).toContainText(last.own.toLocaleString('ja-JP'));
  await expect(row).toContainText(last.median.toLocaleString('ja-JP'));
  const cost = page.getByRole('row', { name: /^㎡当たり運営費/ });
  await expect(cost).toContainText('運営費 ÷ 延床面積');
  await expect(page.getByText(/1 km以内に\d+施設/)).toBeVisible();
  await expectNoFinding(page);
});

test('from the list to the sheet, and on to the next of the list', async ({ page }) => {
  await open(page);
  await page.locator('tbody tr .pick').first().click();
  const first = await page.locator('[data-sheet] h2').textContent();
  await page.locator('[data-sheet]').getByRole('link', { name: 'カルテ' }).click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText(first ?? '');
  await page.getByRole('link', { name: '次へ' }).click();
  await expect(heading).not.toHaveText(first ?? '');
  await page.getByRole('link', { name: '前へ' }).click();
  await expect(heading).toHaveText(first ?? '');
});

test('a parcel has a sheet, in both languages, and axe finds nothing', async ({ page }) => {
  await openKarte(page, 'P000092');
  await expect(page.getByRole('heading', { level: 2, name: '関係する施設・建物・筆' })).toBeVisible();
  await expectNoFinding(page);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Facts' })).toBeVisible();
  await expectNoFinding(page);
});

test('on a phone nothing scrolls sideways and axe finds nothing', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 720 });
  await openKarte(page, FULL);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways).toBe(0);
  await expectNoFinding(page);
});

test('a facility with all its records is printed on one page of A4', async ({ page }) => {
  await openKarte(page, FULL);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(/\/Count (\d+)/.exec(pdf)?.[1]).toBe('1');
});

test('a facility without yearly records says so', async ({ page }) => {
  await openKarte(page, 'F000001');
  await expect(page.getByText('利用実績・収支は記録されていません。')).toBeVisible();
});

test.describe('what is not there', () => {
  test.use({ faultsExpected: true });

  test('is told by its id', async ({ page }) => {
    await page.goto('/karte/F999999');
    await expect(page.getByRole('alert')).toHaveText('F999999 は登録されていません。');
  });
});

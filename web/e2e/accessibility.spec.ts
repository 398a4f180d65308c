import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, mapIsIdle, open, searchBox, test } from './viewer';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectNoFinding(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`);
  expect(said).toEqual([]);
}

async function openFirst(page: Page): Promise<void> {
  await page.locator('tbody tr .pick').first().click();
  await expect(page.locator('[data-sheet] h2')).toBeVisible();
  await mapIsIdle(page);
}

test('axe finds nothing with a facility open, in both languages', async ({ page }) => {
  await open(page);
  await expectNoFinding(page);
  await openFirst(page);
  await expectNoFinding(page);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('tab', { name: /Unused land/ })).toBeVisible();
  await mapIsIdle(page);
  await expectNoFinding(page);
});

test('axe finds nothing with a parcel, the ward filter and the search open', async ({ page }) => {
  await open(page, '?v=1&tab=parcels');
  await openFirst(page);
  await page.locator('summary', { hasText: '区' }).first().click();
  await expectNoFinding(page);
  await page.keyboard.press('Escape');
  await page.locator('summary', { hasText: '距離' }).click();
  await expectNoFinding(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '距離・面積を測る' }).click();
  await expectNoFinding(page);
  await page.keyboard.press('Escape');
  await page.locator('summary', { hasText: '面積' }).click();
  await expectNoFinding(page);
  await page.keyboard.press('Escape');
  await page.locator('summary', { hasText: 'ダウンロード' }).click();
  await expectNoFinding(page);
  await page.keyboard.press('Escape');
  await searchBox(page).fill('小学校');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expectNoFinding(page);
});

for (const width of [320, 390]) {
  test(`at ${width} px nothing scrolls sideways and axe finds nothing`, async ({ page }) => {
    await page.setViewportSize({ width, height: 720 });
    await open(page);
    const sideways = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await sideways()).toBe(0);
    await expectNoFinding(page);
    await page.getByRole('button', { name: '一覧', exact: true }).click();
    await expect(page.locator('tbody tr').first()).toBeVisible();
    expect(await sideways()).toBe(0);
    await expectNoFinding(page);
    await openFirst(page);
    expect(await sideways()).toBe(0);
    await expectNoFinding(page);
  });
}

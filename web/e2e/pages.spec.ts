// The pages that the server renders, with scripts switched off in the browser. Axe needs scripts: it has its own visit.

import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './viewer';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const PAGES = [
  '/lands',
  '/lands?policy=disposal&in_city=true&sort=-area_m2',
  '/lands/P000001',
  '/facilities',
  '/facilities?view=class&lang=en',
  '/facilities/F000001?lang=en',
  '/about',
];

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('a citizen finds land, narrows the list, opens a sheet and takes the file along', async ({ page }) => {
    await page.goto('/lands');
    await expect(page.getByRole('heading', { level: 1, name: '未利用地一覧' })).toBeVisible();
    await expect(page.getByText('架空のデータです。')).toBeVisible();
    await page.getByText('区・活用方針・面積などで絞り込む').click();
    await page.getByLabel(/処分検討地/).check();
    await page.getByRole('button', { name: 'この条件で表示' }).last().click();
    await expect(page).toHaveURL(/policy=disposal/);
    await expect(page.getByText('条件で絞り込んでいます。')).toBeVisible();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV（市の16列・UTF-8）' }).click();
    expect((await download).suggestedFilename()).toMatch(/^【架空】未利用地一覧.*\.csv$/);
    await page.locator('table.lands tbody th a').first().click();
    await expect(page.getByRole('heading', { level: 2, name: '一覧表の項目' })).toBeVisible();
  });

  test.describe('with conditions that cannot be read', () => {
    // The browser writes an answer of 400 to its console.
    test.use({ faultsExpected: true });

    test('a page says in words what is wrong', async ({ page }) => {
      const response = await page.goto('/lands?ward=x');
      expect(response?.status()).toBe(400);
      await expect(page.getByRole('heading', { level: 1, name: '条件を読み取れません' })).toBeVisible();
      await page.getByRole('link', { name: '条件なしで表示する' }).click();
      await expect(page.locator('table.lands')).toBeVisible();
    });
  });
});

for (const address of PAGES) {
  test(`axe finds nothing on ${address}, and nothing scrolls sideways at 320 px`, async ({ page }) => {
    test.slow(); // axe asks every cell of a hundred rows, twice
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(address);
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(sideways).toBe(0);
    }
  });
}

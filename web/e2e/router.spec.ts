import AxeBuilder from '@axe-core/playwright';
import { expect, mapIsIdle, open, test } from './viewer';

test.describe('an address that nothing has', () => {
  test.use({ faultsExpected: true });

  test('is told in a page of the viewer, which leads back to the map', async ({ page }) => {
    const answer = await page.goto('/no/such/page');
    expect(answer?.status()).toBe(404);
    const heading = page.getByRole('heading', { level: 1 });
    await expect(heading).toHaveText('ページが見つかりません');
    await expect(page).toHaveTitle(/^ページが見つかりません｜/);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);

    await page.getByRole('main').getByRole('link', { name: '地図へ' }).click();
    await mapIsIdle(page);
    await expect(page).toHaveTitle(/^地図｜/);
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

    await page.goBack();
    await expect(heading).toHaveText('ページが見つかりません');
    await expect(heading).toBeFocused();
  });
});

test('the tab names the place that is open', async ({ page }) => {
  await open(page);
  await expect(page).toHaveTitle(/^地図｜/);
  await page.locator('tbody tr .pick').first().click();
  const name = await page.locator('[data-sheet] h2').textContent();
  await expect(page).toHaveTitle(new RegExp(`^${name}｜`));
});

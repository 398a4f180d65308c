import AxeBuilder from '@axe-core/playwright';
import { expect, open, searchBox, test } from './viewer';

test('released vacancies are listed, narrowed down and opened', async ({ page }) => {
  await page.goto('/vacancies');
  const rows = page.locator('tbody tr');
  await expect(rows.first()).toBeVisible();
  const all = await rows.count();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  await page.getByLabel('空きの範囲').selectOption({ label: '施設全体' });
  await expect(page).toHaveURL(/\/vacancies\?extent=facility$/);
  await expect(rows.filter({ hasNotText: '施設全体' })).toHaveCount(0);
  expect(await rows.count()).toBeLessThanOrEqual(all);

  const link = rows.first().getByRole('link');
  const name = (await link.textContent()) ?? '';
  await link.click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText(name);
  await expect(heading).toBeFocused();
  await expect(page).toHaveTitle(new RegExp(`^${name}｜`));
  await expect(page.getByText('更新履歴')).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  await page.goBack();
  await expect(page).toHaveURL(/\/vacancies\?extent=facility$/);
  await expect(page.getByLabel('空きの範囲')).toHaveValue('facility');
});

test('a search that finds nothing says how to go on', async ({ page }) => {
  await page.goto('/vacancies?q=%E3%81%AA%E3%81%84%E3%82%82%E3%81%AE');
  await expect(page.getByText('条件に合う空き施設はありません')).toBeVisible();
  await page.getByRole('button', { name: '条件をすべて外す' }).click();
  await expect(page).toHaveURL(/\/vacancies$/);
  await expect(page.locator('tbody tr').first()).toBeVisible();
});

test('the search of the map knows vacancies', async ({ page }) => {
  await page.goto('/vacancies');
  const name = (await page.locator('tbody th a').first().textContent()) ?? '';
  await open(page);
  await searchBox(page).fill(name);
  const group = page.getByRole('group', { name: '空き施設' });
  await group.getByRole('option', { name }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
});

test.describe('a vacancy that is not there', () => {
  test.use({ faultsExpected: true });

  test('leads back to the list, in English too', async ({ page }) => {
    await page.goto('/vacancies/V999999?lang=en');
    await expect(page.getByRole('alert')).toContainText('V999999 was not found');
    await page.getByRole('main').getByRole('link', { name: 'To the list' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vacancies');
  });
});

import { expect, matched, open, searchBox, test } from './viewer';

test('the search opens a sheet without a mouse', async ({ page }) => {
  await open(page);
  const search = searchBox(page);
  await search.focus();
  await page.keyboard.type('図書館');
  await expect(page.getByRole('option').first()).toBeVisible();
  await expect(page.getByRole('option').nth(1)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const name = await page.locator('.option.active .name').textContent();
  await expect(search).toHaveAttribute('aria-activedescendant', 'found-0');
  await page.keyboard.press('Enter');
  const heading = page.locator('[data-sheet] h2');
  await expect(heading).toHaveText(name?.trim() ?? '');
  await expect(heading).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-sheet]')).toBeHidden();
});

test('Enter without a choice narrows the list; Escape and the button undo it', async ({ page }) => {
  await open(page);
  const before = await matched(page);
  const search = searchBox(page);
  await search.fill('図書館');
  await search.press('Enter');
  await expect.poll(() => matched(page)).toBeLessThan(before);
  await expect(page).toHaveURL(/q=/);
  await page.getByRole('button', { name: '検索文字を消す' }).click();
  await expect.poll(() => matched(page)).toBe(before);
});

test('a ward that is found becomes the filter', async ({ page }) => {
  await open(page);
  const search = searchBox(page);
  await search.fill('北区');
  await expect(page.getByRole('option', { name: /^北区/ }).first()).toBeVisible();
  await search.press('ArrowDown');
  await search.press('Enter');
  await expect(page).toHaveURL(/ward=271276/);
});

test('the skip link, the tabs and a row work with the keyboard alone', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '本文へ移動' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: '一覧へ移動' });
  await expect(skip).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: /^施設/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: /未利用地/ })).toBeFocused();
  await expect(page.getByRole('tab', { name: /未利用地/ })).toHaveAttribute('aria-selected', 'true');
  const row = page.locator('tbody tr .pick').first();
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-sheet] h2')).toBeFocused();
  await page.locator('[data-sheet]').getByRole('button', { name: '閉じる' }).press('Enter');
  await expect(row).toBeFocused();
});

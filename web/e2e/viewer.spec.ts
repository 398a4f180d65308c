import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

// Noise of the software renderer, no fault of the page.
const NOISE = /GPU stall due to ReadPixels|GL Driver Message/;

/** Opens the viewer, waits for the map, and collects what the console complains of. */
async function open(page: Page, path = '/'): Promise<string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !NOISE.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(path);
  await page.waitForFunction(() => document.documentElement.dataset.map === 'idle');
  return complaints;
}

test('the map opens with wards, facilities and parcels, and the console stays clean', async ({ page }) => {
  const complaints = await open(page);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('架空データ').first()).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a search by keyboard opens a sheet of facts', async ({ page }) => {
  await open(page);
  const search = page.getByRole('combobox').first();
  await search.fill('保育所');
  await expect(page.getByRole('option').first()).toBeVisible();
  await search.press('ArrowDown');
  await search.press('Enter');
  await expect(page.locator('[data-sheet]')).toContainText('保育所');
  await expect(page).toHaveURL(/sel=F\d{6}/);
});

test('nothing is found by axe on the main screen with and without a sheet', async ({ page }) => {
  await open(page);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
  expect((await new AxeBuilder({ page }).withTags(tags).analyze()).violations).toEqual([]);
  await open(page, '/?v=1&sel=F000001');
  await expect(page.locator('[data-sheet]')).toBeVisible();
  expect((await new AxeBuilder({ page }).withTags(tags).analyze()).violations).toEqual([]);
});

test('a narrow phone needs no sideways scrolling', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/');
  await expect(page.getByRole('combobox').first()).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('the page speaks English when asked', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

import { chromium } from '@playwright/test';
import { expect, matched, open, test } from './viewer';

test('the language changes everywhere and stays', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('tab', { name: /Unused land/ })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('button', { name: 'Zoom in' })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('tab', { name: /Unused land/ })).toBeVisible();
  await page.getByRole('button', { name: '日本語' }).click();
  await expect(page.getByRole('tab', { name: /未利用地/ })).toBeVisible();
});

test('nothing that matches is said, with a way out', async ({ page }) => {
  await open(page, `?v=1&q=${encodeURIComponent('存在しない施設名')}`);
  await expect(page.getByText('条件に合うものはありません')).toBeVisible();
  await page.locator('.message').getByRole('button', { name: '条件をすべて外す' }).click();
  await expect.poll(() => matched(page)).toBeGreaterThan(0);
});

test.describe('without a server', () => {
  test.use({ faultsExpected: true });

  test('a lost connection is told and can be tried again', async ({ page }) => {
    await open(page);
    await page.route('**/api/facilities?*', (route) => route.abort());
    await page.getByRole('button', { name: /インフラ関係/ }).click();
    await expect(page.getByText('サーバーに接続できません')).toBeVisible();
    await page.unroute('**/api/facilities?*');
    await page.getByRole('button', { name: '再読み込み' }).first().click();
    await expect.poll(() => matched(page)).toBeGreaterThan(0);
  });

  test('an id that is gone is told in the sheet', async ({ page }) => {
    await open(page, '?v=1&sel=F99999999');
    await expect(page.getByText('F99999999 は見つかりません')).toBeVisible();
  });
});

test('without WebGL the list works and the page says what is missing', async ({ baseURL }) => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-3d-apis'],
  });
  const page = await browser.newPage({ locale: 'ja-JP', baseURL: baseURL ?? '' });
  await page.goto('/');
  await expect(page.getByText('地図を表示できません', { exact: true })).toBeVisible();
  await page.locator('tbody tr .pick').first().click();
  await expect(page.locator('[data-sheet] h2')).toBeVisible();
  await browser.close();
});

test('paper gets a picture of the map', async ({ page }) => {
  await open(page);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await expect(page.locator('img.picture')).toHaveAttribute('src', /^data:image\/png/);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect(page.locator('img.picture')).toHaveCount(0);
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { expect, test } from './viewer';

test('a machine without Japanese fonts shows 髙 﨑 𠮷 ㈱ ㎡', async ({ baseURL }) => {
  const folder = mkdtempSync(join(tmpdir(), 'koyu-fonts-'));
  const config = join(folder, 'fonts.conf');
  writeFileSync(
    config,
    `<?xml version="1.0"?><fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>${folder}</cachedir></fontconfig>`,
  );
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
    env: { ...process.env, FONTCONFIG_FILE: config },
  });
  const page = await browser.newPage({ locale: 'ja-JP', baseURL: baseURL ?? '' });
  await page.goto('/');
  await expect(page.locator('.matched')).toContainText(/\d/);
  const drawn = await page.evaluate(async () => {
    const characters = ['髙', '﨑', '𠮷', '㈱', '㎡', 'ｱ'];
    const font = '32px "Noto Sans JP Variable"';
    await document.fonts.load(font, characters.join(''));
    // A missing character is the same box whatever it should have been.
    return characters.map((character) => {
      const canvas = document.createElement('canvas');
      canvas.width = 48;
      canvas.height = 48;
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no 2D canvas');
      context.font = font;
      context.fillText(character, 4, 36);
      return canvas.toDataURL();
    });
  });
  expect(new Set(drawn).size).toBe(drawn.length);
  await browser.close();
});

import { defineConfig } from '@playwright/test';

// `make test-e2e` starts a Koyu with a new demo portfolio and names it here.
const koyu = process.env.KOYU_URL;
if (koyu === undefined) throw new Error('KOYU_URL names a running Koyu: see `make test-e2e`');

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  // Software rendering on a busy machine with two cores: a test takes 5 to 90 seconds.
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: koyu,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--use-gl=angle',
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    trace: 'retain-on-failure',
  },
});

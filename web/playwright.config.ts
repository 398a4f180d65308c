import { defineConfig } from '@playwright/test';

// KOYU_URL names a running Koyu; without it the mock portfolio is served.
const given = process.env.KOYU_URL;
const MOCK = 'http://127.0.0.1:8788';

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: given ?? MOCK,
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
  ...(given === undefined
    ? {
        webServer: {
          command: 'node dev/mock-server.mjs',
          url: `${MOCK}/api/summary`,
          reuseExistingServer: true,
        },
      }
    : {}),
});

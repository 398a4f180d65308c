// What every test needs: a page that reports what goes wrong by itself, and a map that says when it is done.

import { test as base, expect, type Locator, type Page } from '@playwright/test';

/** SwiftShader's way of saying that a test reads pixels. */
const HARMLESS = [/GPU stall due to ReadPixels/];

export const test = base.extend<{ faultsExpected: boolean; faults: string[] }>({
  /** For tests that break something: the browser itself writes failed requests to the console. */
  faultsExpected: [false, { option: true }],
  faults: [
    async ({ page, faultsExpected }, use) => {
      const faults: string[] = [];
      page.on('console', (message) => {
        const text = message.text();
        const bad = message.type() === 'error' || message.type() === 'warning';
        if (bad && !HARMLESS.some((pattern) => pattern.test(text))) faults.push(`console: ${text}`);
      });
      page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`);
        });
      });
      await use(faults);
      if (!faultsExpected) expect(faults, 'the page reports faults').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export function searchBox(page: Page): Locator {
  return page.getByRole('combobox', { name: /さがす/ });
}

export async function mapIsIdle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.map === 'idle');
}

/** Opens an address and waits for list and map. */
export async function open(page: Page, query = ''): Promise<void> {
  await page.goto(`/${query}`);
  // Not "visible": on a phone the list waits behind the map.
  await expect(page.locator('.matched')).toContainText(/\d/);
  await mapIsIdle(page);
}

/** How many items a register shows on the map: each alone as one, a gathered one as what it holds. */
export async function shownOnMap(page: Page, register: 'facilities' | 'parcels'): Promise<number> {
  await mapIsIdle(page);
  return page.evaluate((name) => {
    const map = window.koyuMap;
    if (map === undefined) throw new Error('there is no map on the page');
    const layers = [name, `${name}-cluster`, `${name}-matching`, `${name}-cluster-matching`];
    const seen = new Map<string, number>();
    for (const feature of map.queryRenderedFeatures({ layers })) {
      const { id, point_count } = feature.properties;
      seen.set(String(id ?? `cluster ${feature.id}`), Number(point_count ?? 1));
    }
    return [...seen.values()].reduce((sum, count) => sum + count, 0);
  }, register);
}

/** The number that a tab or the list's bar says. */
export function countIn(text: string): number {
  return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''));
}

export async function matched(page: Page): Promise<number> {
  await expect(page.locator('.rows')).toHaveAttribute('aria-busy', 'false');
  return countIn((await page.locator('.matched').textContent()) ?? '');
}

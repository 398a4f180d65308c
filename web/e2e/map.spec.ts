import { readFileSync } from 'node:fs';
import { countIn, expect, mapIsIdle, matched, open, shownOnMap, test } from './viewer';

test('the map shows every facility and every parcel that has a place', async ({ page }) => {
  await open(page);
  const total = await matched(page);
  const shown = await shownOnMap(page, 'facilities');
  expect(shown).toBeGreaterThan(total * 0.8);
  expect(await shownOnMap(page, 'parcels')).toBeGreaterThan(0);
});

test('a filter changes list, map and address alike', async ({ page }) => {
  await open(page);
  const before = await matched(page);
  const chip = page.getByRole('button', { name: /もと施設/ });
  await chip.click();
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => matched(page)).toBeLessThan(before);
  const wanted = await matched(page);
  await expect.poll(() => shownOnMap(page, 'facilities')).toBeLessThanOrEqual(wanted);
  expect(await shownOnMap(page, 'facilities')).toBeGreaterThan(wanted * 0.7);
  await expect(page).toHaveURL(/class=former/);
  await page.getByRole('button', { name: '条件をすべて外す' }).click();
  await expect.poll(() => matched(page)).toBe(before);
});

test('numbers narrow list, map and address, and a chip takes them back', async ({ page }) => {
  await open(page);
  const before = await matched(page);
  await page.locator('summary', { hasText: '築年・面積ほか' }).click();
  await page.getByRole('button', { name: '建築 1969年度以前' }).click();
  await expect.poll(() => matched(page)).toBeLessThan(before);
  const old = await matched(page);
  await page.getByRole('radio', { name: '評価対象のみ' }).check();
  await expect.poll(() => matched(page)).toBeLessThan(old);
  await expect(page).toHaveURL(/built=..1969&eval=1/);
  const few = await matched(page);
  await expect.poll(() => shownOnMap(page, 'facilities')).toBeLessThanOrEqual(few);
  await page.getByLabel('建築年度の下限').fill('1999');
  await page.getByLabel('建築年度の下限').blur();
  await expect(page.getByRole('alert')).toContainText('下限は上限以下');
  expect(await matched(page)).toBe(few);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '建築 1969年度以前の絞り込みを外す' }).click();
  await page.getByRole('button', { name: '評価対象のみの絞り込みを外す' }).click();
  await expect.poll(() => matched(page)).toBe(before);
});

test('a bureau narrows both registers and is told by its name', async ({ page }) => {
  await open(page);
  const before = await matched(page);
  await page.locator('summary', { hasText: '所管' }).click();
  const first = page.locator('fieldset', { hasText: '所管' }).getByRole('checkbox').first();
  await first.check();
  await expect.poll(() => matched(page)).toBeLessThan(before);
  await expect(page).toHaveURL(/bureau=\w+/);
  await page.keyboard.press('Escape');
  await expect(page.locator('summary', { hasText: '所管' })).not.toContainText('すべて');
});

test('the colours stand for the year of building when asked, and all facilities keep their place', async ({
  page,
}) => {
  await open(page);
  const all = await shownOnMap(page, 'facilities');
  await page.locator('[data-legend]').getByLabel('色分け').selectOption('建築年度');
  await expect(page).toHaveURL(/color=age/);
  await expect.poll(() => shownOnMap(page, 'facilities')).toBe(all);
  const counts = await page.locator('[data-legend] .by + ul .count').allTextContents();
  expect(counts.reduce((sum, text) => sum + countIn(text), 0)).toBe(all);
});

test('a figure is walked through year by year', async ({ page }) => {
  await open(page, '?v=1&color=series&metric=visitors');
  const slider = page.getByRole('slider', { name: '表示する年度' });
  await expect(slider).toBeVisible();
  await slider.focus();
  const latest = await slider.getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowLeft');
  await expect(slider).not.toHaveAttribute('aria-valuetext', latest ?? '');
  await expect(page).toHaveURL(/metric=visitors&fy=20\d\d/);
});

test('a ward narrows the list and says so in the address', async ({ page }) => {
  await open(page);
  const before = await matched(page);
  await page.locator('summary', { hasText: '区' }).first().click();
  await page.getByRole('checkbox', { name: /^北区/ }).check();
  await expect.poll(() => matched(page)).toBeLessThan(before);
  await expect(page).toHaveURL(/ward=271276/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('checkbox', { name: /^北区/ })).toBeHidden();
});

test('the list follows the extent of the map when asked', async ({ page }) => {
  await open(page, '?v=1&z=14&c=135.5,34.68');
  const before = await matched(page);
  await page.getByLabel('地図の範囲で絞る').check();
  await expect.poll(() => matched(page)).toBeLessThan(before);
  const near = await matched(page);
  await page.getByRole('button', { name: '縮小' }).click();
  await mapIsIdle(page);
  await expect.poll(() => matched(page)).toBeGreaterThan(near);
});

test('what has no position is listed on its own', async ({ page }) => {
  await open(page);
  const chip = page.getByRole('button', { name: /位置なし/ });
  await expect(chip).toBeVisible();
  await chip.click();
  await expect(page).toHaveURL(/pos=none/);
  await expect(page.locator('tbody tr').first()).toContainText(/位置なし|区まで|市区町村まで/);
});

test('a click on a symbol opens its sheet; the back button closes it again', async ({ page }) => {
  await open(page, '?v=1&z=15&c=135.5,34.68');
  const target = await page.evaluate(() => {
    const map = window.koyuMap;
    const box = map?.getContainer().getBoundingClientRect();
    const inside = ({ x, y }: { x: number; y: number }) =>
      box !== undefined && x > 300 && x < box.width - 100 && y > 60 && y < box.height - 60;
    for (const feature of map?.queryRenderedFeatures({ layers: ['facilities'] }) ?? []) {
      if (feature.geometry.type !== 'Point' || map === undefined || box === undefined) continue;
      const [lon = 0, lat = 0] = feature.geometry.coordinates;
      const at = map.project([lon, lat]);
      if (inside(at)) return { x: box.left + at.x, y: box.top + at.y, id: String(feature.properties.id) };
    }
    return null;
  });
  expect(target, 'a facility stands in the middle of the map').not.toBeNull();
  if (target === null) return;
  await page.mouse.click(target.x, target.y);
  await expect(page.locator('[data-sheet] h2')).toBeVisible();
  await expect(page).toHaveURL(/sel=F\d+/);
  await page.goBack();
  await expect(page.locator('[data-sheet]')).toBeHidden();
});

test('the legend switches layers off and on', async ({ page }) => {
  await open(page);
  const facilities = page.locator('[data-legend]').getByRole('checkbox', { name: /^施設/ });
  await facilities.uncheck();
  await expect.poll(() => shownOnMap(page, 'facilities')).toBe(0);
  await expect(page).toHaveURL(/off=facilities/);
  await facilities.check();
  await expect.poll(() => shownOnMap(page, 'facilities')).toBeGreaterThan(0);
});

test('pointing at a row rings the item on the map', async ({ page }) => {
  await open(page);
  await page.locator('tbody tr').nth(2).hover();
  const rings = () => page.evaluate(() => window.koyuMap?.querySourceFeatures('rings').length ?? 0);
  await expect.poll(rings).toBeGreaterThan(0);
});

test('an address brings back the view', async ({ page }) => {
  await open(page, '?v=1&z=13.5&c=135.48,34.66&tab=parcels&policy=project');
  await expect(page.getByRole('tab', { name: /未利用地/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('button', { name: /事業予定地/ })).toHaveAttribute('aria-pressed', 'true');
  const zoom = await page.evaluate(() => window.koyuMap?.getZoom());
  expect(zoom).toBeCloseTo(13.5, 1);
});

test('an absurd address opens with what is valid and says what was dropped', async ({ page }) => {
  await open(page, '?v=1&z=99&c=1,2,3&tab=parcels&policy=castle&ward=999999');
  await expect(page.getByText('URLの一部を読み取れませんでした')).toBeVisible();
  await expect(page.getByText('castle')).toBeVisible();
  await expect(page.getByRole('tab', { name: /未利用地/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText('ward＝999999')).toBeVisible();
});

test('items at one point are reached one after the other', async ({ page, request }) => {
  const answer = await request.get('/api/facilities?positioned=true&limit=1000');
  const { items } = (await answer.json()) as {
    items: { id: string; position: { lon: number; lat: number } }[];
  };
  const at = ({ position: { lon, lat } }: (typeof items)[number]) => `${lon},${lat}`;
  const first = new Map(items.toReversed().map((item) => [at(item), item.id]));
  const shared = items.find((item) => first.get(at(item)) !== item.id);
  test.skip(shared === undefined, 'this portfolio has no two facilities at one point');
  await open(page, `?v=1&sel=${shared?.id}`);
  const sheet = page.locator('[data-sheet]');
  const position = sheet.locator('.steps .number');
  await expect(position).toHaveText(/^\d+／\d+$/);
  const before = await position.textContent();
  const name = await sheet.locator('h2').textContent();
  await sheet.getByRole('button', { name: '同じ地点の次の項目' }).click();
  await expect(position).not.toHaveText(before ?? '');
  await expect(page).not.toHaveURL(new RegExp(`sel=${shared?.id}`));
  await page.goBack();
  await expect(sheet.locator('h2')).toHaveText(name ?? '');
});

test('the map shows as many as the list says, with a filter and without', async ({ page, request }) => {
  await open(page, '?v=1&class=education,welfare');
  const answer = await request.get('/api/facilities/points?class=education,welfare');
  const { points } = (await answer.json()) as { points: { matched: number; fid: number[] } };
  expect(await matched(page)).toBe(points.matched);
  const drawn = await page.evaluate(
    () => window.koyuMap?.querySourceFeatures('facilities-matching').length ?? 0,
  );
  expect(drawn).toBeGreaterThan(0);
  expect(points.fid.length).toBeGreaterThan(points.matched * 0.8);
});

test('exactly the filtered set is downloaded', async ({ page }) => {
  await open(page, '?v=1&tab=parcels&policy=disposal&sort=-area_m2');
  const wanted = await matched(page);
  await page.locator('summary', { hasText: 'ダウンロード' }).click();
  await expect(page.getByText(`一覧に表示中の未利用地 ${wanted}件`)).toBeVisible();
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'GeoJSON' }).click();
  const path = await (await coming).path();
  const { features } = JSON.parse(readFileSync(path, 'utf8')) as { features: unknown[] };
  expect(features.length).toBe(wanted);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('link', { name: 'GeoJSON' })).toBeHidden();
});

test('a circle narrows list, map and address, with the keyboard alone', async ({ page }) => {
  await open(page, '?v=1&z=13&c=135.5,34.68');
  const before = await matched(page);
  await page.locator('summary', { hasText: '距離' }).press('Enter');
  await page.getByLabel('半径').fill('1500');
  await page.getByRole('button', { name: '地図の中心から' }).press('Enter');
  await expect.poll(() => matched(page)).toBeLessThan(before);
  await expect(page).toHaveURL(/near=135\.5,34\.68,1500/);
  const near = await matched(page);
  await expect.poll(() => shownOnMap(page, 'facilities')).toBeLessThanOrEqual(near);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /円内 1,500mの絞り込みを外す/ }).click();
  await expect.poll(() => matched(page)).toBe(before);
});

test('distance and area are measured by clicks and by the keyboard', async ({ page }) => {
  await open(page, '?v=1&z=13&c=135.5,34.68');
  await page.getByRole('button', { name: '距離・面積を測る' }).click();
  const panel = page.getByRole('region', { name: '距離・面積を測る' });
  await panel.getByRole('button', { name: '地図の中心に点を置く' }).press('Enter');
  const box = await page.locator('.maplibregl-canvas').boundingBox();
  const at = (dx: number, dy: number) => ({
    x: (box?.x ?? 0) + (box?.width ?? 0) / 2 + dx,
    y: (box?.y ?? 0) + (box?.height ?? 0) / 2 + dy,
  });
  await page.mouse.click(at(150, 0).x, at(150, 0).y);
  await expect(panel).toContainText(/距離 [\d.,]+ k?m/);
  await page.mouse.click(at(150, 120).x, at(150, 120).y);
  await expect(panel).toContainText(/面積 [\d.,]+ k?㎡/);
  await expect(page).not.toHaveURL(/sel=/);
  await panel.getByRole('button', { name: '1点戻す' }).click();
  await expect(panel).not.toContainText(/面積 \d/);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

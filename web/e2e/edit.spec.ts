import AxeBuilder from '@axe-core/playwright';
import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { expect, mapIsIdle, open, test } from './viewer';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const CALLER = { 'x-koyu-request': '1' };

async function expectNoFinding(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n  ')}`);
  expect(said).toEqual([]);
}

interface StaffRecord {
  label: string;
  tag: string;
  measured_area_m2: string | null;
  record: Record<string, unknown>;
}

async function stored(request: APIRequestContext, address: string): Promise<StaffRecord> {
  const answer = await request.get(`/api/staff/${address}`, { headers: CALLER });
  expect(answer.status()).toBe(200);
  return (await answer.json()) as StaffRecord;
}

/** Somebody else, on another machine. */
async function changeElsewhere(
  request: APIRequestContext,
  address: string,
  patch: Record<string, unknown>,
): Promise<void> {
  const { tag } = await stored(request, address);
  const answer = await request.patch(`/api/staff/${address}`, {
    headers: { ...CALLER, 'if-match': `"${tag}"` },
    data: { patch, reason: 'ほかの人の変更' },
  });
  expect(answer.status()).toBe(200);
}

async function edit(page: Page, id: string): Promise<void> {
  await page.goto(`/edit/${id}`);
  await expect(page.locator('form.record')).toBeVisible();
}

const name = (page: Page): Locator => page.locator('#field-name');
const save = (page: Page): Locator => page.getByRole('button', { name: '保存', exact: true });
/** Says how a new place was obtained. */
async function place(page: Page, method: string): Promise<void> {
  const said = page.getByRole('group', { name: /位置の求め方と精度 必須/ });
  await said.getByLabel('求め方').selectOption(method);
  await said.getByLabel('精度').selectOption('exact');
}
const saved = (page: Page): Locator => page.locator('.saved');

test('a parcel is renamed from its sheet with the keyboard alone, and the change taken back', async ({
  page,
  request,
}) => {
  const before = await stored(request, 'parcels/P000001');
  await open(page, '?v=1&tab=parcels&sel=P000001');
  await page.getByRole('link', { name: '編集', exact: true }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${before.label}を編集`);
  await name(page).press('ControlOrMeta+a');
  await page.keyboard.type('もと改名した用地');
  await page.keyboard.press('Enter');
  await expect(saved(page)).toContainText('保存しました。');
  await expect(saved(page)).toBeFocused();
  expect((await stored(request, 'parcels/P000001')).label).toBe('もと改名した用地');

  const undo = page.getByRole('button', { name: /の変更を取り消す/ }).first();
  await undo.press('Enter');
  const dialog = page.getByRole('dialog', { name: '変更の取消し' });
  await expect(dialog.getByRole('row', { name: /財産名称/ })).toContainText(before.label);
  await expectNoFinding(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(undo).toBeFocused();
  await undo.press('Enter');
  await dialog.getByLabel('取消しの理由').fill('改名の誤り');
  await dialog.getByRole('button', { name: '取り消す', exact: true }).click();
  await expect(name(page)).toHaveValue(before.label);
  await expect(page.getByText('改名の誤り')).toBeVisible();
  expect((await stored(request, 'parcels/P000001')).label).toBe(before.label);
});

test.describe('refusals', () => {
  test.use({ faultsExpected: true });

  test('what is wrong is listed with the way to each field', async ({ page }) => {
    await edit(page, 'P000002');
    await name(page).fill('');
    await page.locator('#field-area_m2').fill('広い');
    await page.locator('#field-reason').fill('試し');
    await save(page).click();
    const faults = page.getByRole('alert').filter({ hasText: '直すところが' });
    await expect(faults).toBeFocused();
    await expectNoFinding(page);
    await faults.getByRole('link', { name: '面積（㎡）' }).click();
    const area = page.locator('#field-area_m2');
    await expect(area).toBeFocused();
    await expect(area).toHaveAttribute('aria-invalid', 'true');
    await expect(area).toHaveValue('広い');
    await expect(area).toHaveAccessibleDescription(/※/);
  });

  test('a change that needs its reason says so', async ({ page }) => {
    await edit(page, 'P000002');
    await page.locator('#field-number').fill('9999');
    await save(page).click();
    await expect(page.locator('#field-reason')).toHaveAttribute('aria-invalid', 'true');
  });

  test('two people at one record: nothing is overwritten, each field is chosen', async ({
    page,
    request,
  }) => {
    const address = 'parcels/P000003';
    await edit(page, 'P000003');
    await name(page).fill('自分の名称');
    await page.locator('#field-current_use').fill('自分の現状');
    await page.locator('#field-remarks').fill('自分の備考');
    await changeElsewhere(request, address, {
      name: 'ほかの名称',
      current_use: 'ほかの現状',
      lot_text: '9番',
    });
    await save(page).click();
    await expect(page.getByRole('heading', { name: 'ほかの人が先に変更しています' })).toBeFocused();
    expect((await stored(request, address)).label).toBe('ほかの名称');
    await expect(page.getByText('あと2項目を選んでください')).toBeVisible();
    await expect(page.getByRole('button', { name: 'この内容で保存' })).toBeDisabled();
    await expectNoFinding(page);
    await page.getByRole('radio', { name: '財産名称に残す内容：自分の変更を使う' }).check();
    await page.getByRole('radio', { name: '現状に残す内容：今の内容を使う' }).check();
    await page.getByRole('button', { name: 'この内容で保存' }).click();
    await expect(saved(page)).toBeVisible();
    const { record } = await stored(request, address);
    expect(record).toMatchObject({
      name: '自分の名称',
      current_use: 'ほかの現状',
      remarks: '自分の備考',
      lot_text: '9番',
    });
  });

  test('a lost connection loses nothing: the form stays, and saves when it is back', async ({
    page,
    context,
    request,
  }) => {
    await edit(page, 'P000004');
    await name(page).fill('接続が切れた用地');
    await context.setOffline(true);
    await save(page).click();
    const trouble = page.getByRole('alert').filter({ hasText: '接続が切れています' });
    await expect(trouble).toBeVisible();
    await expect(name(page)).toHaveValue('接続が切れた用地');
    await context.setOffline(false);
    await expect(trouble).toContainText('接続が戻りました');
    await expectNoFinding(page);
    await page.getByRole('button', { name: 'もう一度保存' }).click();
    await expect(saved(page)).toBeVisible();
    expect((await stored(request, 'parcels/P000004')).label).toBe('接続が切れた用地');
  });

  test('a save whose answer was lost is recognised as one’s own', async ({ page, request }) => {
    await edit(page, 'P000005');
    await name(page).fill('届いていた用地');
    await page.route('**/api/staff/parcels/P000005', async (route) => {
      if (route.request().method() === 'PATCH') await route.fetch();
      await route.abort();
    });
    await save(page).click();
    await expect(page.getByRole('alert').filter({ hasText: '接続が切れています' })).toBeVisible();
    await page.unroute('**/api/staff/parcels/P000005');
    await page.getByRole('button', { name: 'もう一度保存' }).click();
    await expect(saved(page)).toContainText('先ほどの保存は届いていました。');
    expect((await stored(request, 'parcels/P000005')).label).toBe('届いていた用地');
  });
});

test('unsaved work is asked about, and survives a reload', async ({ page }) => {
  await edit(page, 'P000006');
  await name(page).fill('まだ保存していない');
  await page.getByRole('main').getByRole('link', { name: '地図', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '保存していない変更があります' });
  await expect(dialog).toBeVisible();
  await expectNoFinding(page);
  await page.keyboard.press('Escape');
  await expect(name(page)).toHaveValue('まだ保存していない');
  page.on('dialog', (leaving) => void leaving.accept());
  await page.reload();
  await expect(page.getByText('保存していなかった入力を戻しました。')).toBeVisible();
  await expect(name(page)).toHaveValue('まだ保存していない');
  await page.getByRole('button', { name: '変更を捨てる' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '変更を捨てる' }).click();
  await expect(name(page)).not.toHaveValue('まだ保存していない');
  await page.reload();
  await expect(page.locator('form.record')).toBeVisible();
  await expect(name(page)).not.toHaveValue('まだ保存していない');
});

test('a corner is dragged: the area follows, and is what the server measures', async ({ page, request }) => {
  const address = 'parcels/P000001';
  const before = await stored(request, address);
  await edit(page, 'P000001');
  await page.getByRole('button', { name: '地図で編集' }).click();
  const map = page.locator('[aria-label="位置の編集"]').first();
  await expect(map).toHaveAttribute('data-ready', 'true');
  await page.waitForFunction(() => window.koyuMap?.getSource('neighbours') !== undefined);
  await mapIsIdle(page);
  await expectNoFinding(page);
  await map.scrollIntoViewIfNeeded();
  const ring = (before.record.shape as { coordinates: number[][][] }).coordinates[0] ?? [];
  const box = await map.boundingBox();
  if (box === null) throw new Error('the map has no box');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.click(middle.x, middle.y);
  // The place was fitted into the map: its outermost corners touch the padding.
  const xs = ring.map(([lon = 0]) => lon);
  const east = ring.find(([lon]) => lon === Math.max(...xs)) ?? [];
  const corner = await page.evaluate(
    ([lon = 0, lat = 0]) => window.koyuMap?.project([lon, lat]) ?? { x: 0, y: 0 },
    east,
  );
  await page.mouse.move(box.x + corner.x, box.y + corner.y);
  await page.mouse.down();
  await page.mouse.move(box.x + corner.x + 30, box.y + corner.y - 10, { steps: 4 });
  await page.mouse.up();
  const shown = page.locator('.areas div', { hasText: '図形の面積' }).locator('dd');
  await expect(shown).not.toHaveText(`${before.measured_area_m2} ㎡`);
  await place(page, 'survey');
  await page.locator('#field-reason').fill('測量の結果');
  await save(page).click();
  await expect(saved(page)).toBeVisible();
  const after = await stored(request, address);
  expect(after.measured_area_m2).not.toBe(before.measured_area_m2);
  const said = Number((await shown.textContent())?.replace(/[^\d.]/g, ''));
  expect(Math.abs(said - Number(after.measured_area_m2))).toBeLessThan(0.02);
});

test('a place is written as coordinates, without the map', async ({ page, request }) => {
  await edit(page, 'P000007');
  await page.getByText('座標で入力').click();
  const text = page.getByLabel('座標', { exact: true });
  await text.fill('どこか');
  await page.getByRole('button', { name: 'この座標を使う' }).click();
  await expect(text).toHaveAttribute('aria-invalid', 'true');
  await text.fill('135.5, 34.7\n135.501, 34.7\n135.501, 34.701\n135.5, 34.701');
  await page.getByRole('button', { name: 'この座標を使う' }).click();
  await expect(page.locator('.shape .state')).toContainText('面（頂点4個）');
  await place(page, 'drawing');
  await page.locator('#field-reason').fill('図面による');
  await save(page).click();
  await expect(saved(page)).toBeVisible();
  expect((await stored(request, 'parcels/P000007')).record.shape).toMatchObject({ type: 'Polygon' });
});

test('a facility is entered, closed, and removed again', async ({ page }) => {
  await open(page);
  await page.getByRole('link', { name: '施設を登録' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('登録');
  await expectNoFinding(page);
  await name(page).fill('試験の施設');
  await page.locator('#field-number').fill('99-9999');
  await page.locator('#field-reason').fill('新設');
  await page.getByRole('button', { name: '登録', exact: true }).click();
  await expect(page).toHaveURL(/\/edit\/F\d+/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('試験の施設を編集');
  await page.getByRole('button', { name: '廃止の入力へ' }).click();
  const closed = page.locator('#field-closed');
  await expect(closed).toBeFocused();
  await closed.fill('令和8年3月31日');
  await page.locator('#field-reason').fill('統合のため');
  await save(page).click();
  await expect(saved(page)).toBeVisible();
  await expect(closed).toHaveValue('令和8年3月31日');
  await expect(page.getByRole('heading', { name: '施設の廃止' })).toBeHidden();
  await page.getByText('記録の削除').click();
  await page.getByLabel('削除の理由').fill('試験のため');
  await page.getByRole('button', { name: '削除する' }).click();
  await expectNoFinding(page);
  await page.getByRole('dialog').getByRole('button', { name: '削除する' }).click();
  await mapIsIdle(page);
  await expect(page).toHaveURL(/\/(\?.*)?$/);
});

test('at 320 px, in English, the form fits and axe finds nothing', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 720 });
  for (const id of ['F000010', 'P000010']) {
    await page.goto(`/edit/${id}?lang=en`);
    await expect(page.locator('form.record')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Edit /);
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sideways).toBe(0);
    await expectNoFinding(page);
  }
});

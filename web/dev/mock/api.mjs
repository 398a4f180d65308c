import { DATA_DATE, FACILITY_LIST, MAJORS, PARCEL_LIST, POLICIES } from './portfolio.mjs';
import { badParameter, notFound } from './problem.mjs';
import { BOUNDS, WARDS } from './wards.mjs';

const VERSION = 4;

/** As the server folds: width, case, kana and hyphens. */
const fold = (text) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[‐‑‒–—―−ー－]/g, '-');

const major = new Map(FACILITY_LIST.map((facility) => [facility.id, facility.major]));
const words = new Map([
  ...FACILITY_LIST.map(({ id, name, kana, address, number }) => [
    id,
    fold([name, kana, address, number].join(' ')),
  ]),
  ...PARCEL_LIST.map(({ id, name, number, town, lot_text }) => [
    id,
    fold([name, number, town + lot_text].join(' ')),
  ]),
]);

function wire({ major: _major, ring, ...record }) {
  if (!ring) return record;
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  return { ...record, bbox: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
}

const list = (text) => (text === null ? [] : text.split(',').filter((item) => item !== ''));

function filtered(register, query) {
  let records = register === 'facilities' ? FACILITY_LIST : PARCEL_LIST;
  const keepBy = (name, of) => {
    const wanted = list(query.get(name));
    if (wanted.length > 0) records = records.filter((record) => wanted.includes(of(record)));
  };
  const wards = list(query.get('ward'));
  const unknown = wards.find((code) => !WARDS.some((ward) => ward.code === code));
  if (unknown !== undefined) return { error: badParameter('ward', unknown) };
  keepBy('ward', ({ ward_code }) => ward_code);
  keepBy('class', ({ id }) => major.get(id));
  keepBy('policy', ({ policy }) => policy);
  keepBy('lending', ({ lending }) => lending);
  keepBy('criterion', ({ criterion }) => criterion);
  keepBy('accuracy', ({ position_accuracy }) => position_accuracy);
  const positioned = query.get('positioned');
  if (positioned) records = records.filter(({ position }) => (position !== null) === (positioned === 'true'));
  const q = query.get('q');
  if (q) {
    const terms = fold(q).split(/\s+/);
    records = records.filter(({ id }) => terms.every((term) => words.get(id).includes(term)));
  }
  const bbox = query.get('bbox');
  if (bbox) {
    const [w, s, e, n] = bbox.split(',').map(Number);
    if (![w, s, e, n].every(Number.isFinite)) return { error: badParameter('bbox', bbox) };
    records = records.filter(
      ({ position }) =>
        position !== null && position.lon >= w && position.lon <= e && position.lat >= s && position.lat <= n,
    );
  }
  return { records };
}

const collator = new Intl.Collator('ja', { numeric: true });
const SORTS = {
  name: (a, b) => collator.compare(a.name, b.name),
  number: (a, b) => collator.compare(a.number, b.number),
  built_fy: (a, b) => (a.built_fy ?? 9999) - (b.built_fy ?? 9999),
  '-floor_area_m2': (a, b) => Number(b.floor_area_m2 ?? -1) - Number(a.floor_area_m2 ?? -1),
  '-area_m2': (a, b) => Number(b.area_m2) - Number(a.area_m2),
};

function page(register, query) {
  const { records, error } = filtered(register, query);
  if (error) return { status: 400, body: error };
  const sort = SORTS[query.get('sort') ?? 'number'];
  if (sort === undefined) return { status: 400, body: badParameter('sort', query.get('sort')) };
  const limit = Math.min(Number(query.get('limit') ?? 100), 1000);
  const offset = Number(query.get('offset') ?? 0);
  const items = [...records]
    .sort(sort)
    .slice(offset, offset + limit)
    .map(wire);
  return { status: 200, body: { matched: records.length, returned: items.length, version: VERSION, items } };
}

function statistics(register, query) {
  const { records, error } = filtered(register, query);
  if (error) return { status: 400, body: error };
  const by = query.get('by');
  const keyOf = {
    class: ({ id }) => major.get(id),
    policy: ({ policy }) => policy,
    ward: ({ ward_code }) => ward_code ?? '',
    lending: ({ lending }) => lending,
    criterion: ({ criterion }) => criterion,
    bureau: ({ bureau }) => bureau,
    decade: ({ built_fy }) => String(Math.floor((built_fy ?? 0) / 10) * 10),
  }[by];
  if (keyOf === undefined) return { status: 400, body: badParameter('by', by) };
  const known = by === 'class' ? MAJORS : by === 'policy' ? POLICIES : [];
  const area = (items) =>
    items.reduce((sum, item) => sum + Number(item.floor_area_m2 ?? item.area_m2 ?? 0), 0).toFixed(2);
  const groups = [...groupBy(records, keyOf)].map(([key, items]) => {
    const names = known.find((entry) => entry.key === key);
    return {
      key,
      label_ja: names?.ja ?? key,
      label_en: names?.en ?? key,
      count: items.length,
      area_m2: area(items),
      without_area: 0,
    };
  });
  return {
    status: 200,
    body: { groups, total: { count: records.length, area_m2: area(records), without_area: 0 } },
  };
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function search(query) {
  const q = fold(query.get('q') ?? '');
  const limit = Number(query.get('limit') ?? 10);
  const hits = [];
  for (const { code, name, name_en, seed } of WARDS) {
    if (fold(name + name_en).includes(q)) {
      hits.push({
        kind: 'ward',
        id: code,
        name,
        detail: name_en,
        lon: seed[0],
        lat: seed[1],
        accuracy: 'ward',
      });
    }
  }
  const records = (kind, items, detail) =>
    items
      .filter(({ id }) => words.get(id).includes(q))
      .sort((a, b) => fold(a.name).indexOf(q) - fold(b.name).indexOf(q))
      .map((item) => ({
        kind,
        id: item.id,
        name: item.name || item.number,
        detail: detail(item),
        lon: item.position?.lon ?? null,
        lat: item.position?.lat ?? null,
        accuracy: item.position_accuracy,
      }));
  const facilities = records(
    'facility',
    FACILITY_LIST,
    ({ class_minor_ja, address }) => `${class_minor_ja}　${address ?? '市外'}`,
  );
  const parcels = records(
    'parcel',
    PARCEL_LIST,
    ({ number, policy_ja, municipality, ward_name, town }) =>
      `${number}　${policy_ja}　${ward_name ?? municipality}${town}`,
  );
  const rest = limit - Math.min(hits.length, 3);
  const share = Math.max(Math.ceil(rest / 2), rest - parcels.length);
  return {
    items: [
      ...hits.slice(0, 3),
      ...facilities.slice(0, share),
      ...parcels.slice(0, Math.max(0, rest - Math.min(share, facilities.length))),
    ],
  };
}

function history({ id, revision, name, number, bureau, address }) {
  const created = Object.entries({ number, name, bureau, address, id }).map(([field, after]) => ({
    field,
    label_ja: field,
    label_en: field,
    before: null,
    after,
  }));
  const first = {
    version: 1,
    time: '2026-04-01T00:00:00Z',
    changes: created,
  };
  if (revision === 1) return { items: [first] };
  return {
    items: [
      {
        version: 4,
        time: '2026-06-12T05:30:00Z',
        changes: [
          {
            field: 'floor_area_m2',
            label_ja: '延床面積（㎡）',
            label_en: 'Floor area (m²)',
            before: '1200.00',
            after: '1234.56',
          },
          {
            field: 'division',
            label_ja: '担当',
            label_en: 'Division',
            before: null,
            after: '総務部　施設担当',
          },
        ],
      },
      {
        version: 2,
        time: '2026-05-01T01:00:00Z',
        changes: [{ field: 'name', label_ja: '名称', label_en: 'Name', before: '高崎記念館', after: id }],
      },
      first,
    ],
  };
}

export function answerApi(url) {
  const { pathname: path, searchParams: query } = url;
  const ok = (body) => ({ status: 200, body });
  if (path === '/api/summary') {
    return ok({
      version: VERSION,
      title_ja: '大阪市 公有資産ポートフォリオ',
      title_en: 'Osaka City Public Asset Portfolio',
      demo: true,
      data_date: DATA_DATE,
      counts: {
        facilities: FACILITY_LIST.length,
        parcels: PARCEL_LIST.length,
        buildings: 2210,
        wards: WARDS.length,
      },
      bounds: BOUNDS,
      layers: [
        { id: 'stations', title_ja: '鉄道駅', title_en: 'Railway stations', geometry: 'point', count: 30 },
      ],
    });
  }
  if (path === '/api/wards') {
    const count = (items, code) => items.filter(({ ward_code }) => ward_code === code).length;
    return ok({
      items: WARDS.map(({ code, name, name_en, bbox, population }) => ({
        code,
        name,
        name_en,
        facilities: count(FACILITY_LIST, code),
        parcels: count(PARCEL_LIST, code),
        population,
        population_as_of: population === null ? null : '2025-10-01',
        schematic: true,
        bbox,
      })),
    });
  }
  if (path === '/api/search') return ok(search(query));
  const named = /^\/api\/(statistics\/)?(facilities|parcels)(?:\/([^/]+))?(\/history)?$/.exec(path);
  if (named === null) return null;
  const [, isStatistics, register, id, isHistory] = named;
  if (isStatistics !== undefined) return statistics(register, query);
  if (id === undefined) return page(register, query);
  const record = (register === 'facilities' ? FACILITY_LIST : PARCEL_LIST).find((item) => item.id === id);
  if (record === undefined) return { status: 404, body: notFound(path) };
  return ok(isHistory === undefined ? wire(record) : history(record));
}

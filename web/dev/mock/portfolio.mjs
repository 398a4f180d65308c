// An invented portfolio with what real registers carry: stacked points, missing positions, odd characters, long names.

import { randomFrom } from './random.mjs';
import { isInside, WARDS } from './wards.mjs';

export const DATA_DATE = '2026-04-01';
const FACILITIES = 1719;
const PARCELS = 505;

// major key, Japanese, English, how many in a hundred, [minor key, Japanese, English, stem of the name, typical ㎡]
const CLASSES = [
  [
    'education',
    '教育・文化・スポーツ施設',
    'Education, culture and sports',
    14,
    [
      ['kindergarten', '幼稚園', 'Kindergarten', '幼稚園', 1200],
      ['library', '地域図書館', 'Branch library', '図書館', 1100],
      ['ward_hall', '区役所附設会館', 'Ward hall', '区民センター', 3400],
      ['gymnasium', '体育館', 'Gymnasium', 'スポーツセンター', 2900],
      ['pool', 'プール', 'Swimming pool', '屋内プール', 2600],
    ],
  ],
  [
    'welfare',
    '社会福祉・保健施設',
    'Welfare and health',
    15,
    [
      ['nursery', '保育所', 'Day nursery', '保育所', 850],
      ['senior_centre', '老人福祉センター', 'Senior welfare centre', '老人福祉センター', 980],
      ['children_plaza', '子ども・子育てプラザ', 'Child-rearing plaza', '子ども・子育てプラザ', 700],
      ['health_centre', '保健所', 'Health centre', '保健福祉センター分館', 2100],
    ],
  ],
  [
    'office',
    '庁舎・事務所',
    'Government offices',
    14,
    [
      ['fire_station', '消防局庁舎・消防署', 'Fire station', '消防署出張所', 640],
      ['ward_office', '本庁舎・区役所', 'Ward office', '区役所', 9800],
      ['other_office', 'その他事務所・営業所', 'Other office', '工営所', 1500],
    ],
  ],
  [
    'industry',
    '流通産業施設',
    'Distribution and industry',
    2,
    [
      ['market', '小売市場民営活性化事業施設', 'Retail market', '小売市場民営活性化事業施設', 1800],
      ['factory_flat', '工場アパート', 'Factory building', '工場アパート', 5200],
    ],
  ],
  [
    'infrastructure',
    'インフラ関係施設',
    'Infrastructure-related',
    26,
    [
      ['bicycle_office', '自転車管理事務所', 'Bicycle parking office', '駅自転車駐車場管理事務所', 32],
      ['park_annex', '公園付帯施設', 'Park annex', '公園管理事務所', 140],
      ['ferry', '渡船施設', 'Ferry facility', '渡船場待合所', 60],
    ],
  ],
  [
    'general_other',
    '一般会計その他施設',
    'Other general-account facilities',
    21,
    [
      ['meeting_hall', '地域集会施設', 'Neighbourhood meeting hall', '地域集会所', 180],
      ['staff_housing', '職員住宅・宿舎', 'Staff housing', '職員宿舎', 1900],
      ['warehouse', '倉庫', 'Warehouse', '防災倉庫', 260],
    ],
  ],
  ['former', 'もと施設', 'Former facilities', 8, [['former', 'もと施設', 'Former facility', '小学校', 4600]]],
];

const TOWNS = [
  '中之町',
  '梅香',
  '髙津',
  '﨑山',
  '𠮷野',
  '北浜',
  '東堀',
  '西九条',
  '新森',
  '大宮',
  '御崎',
  '鷺洲',
  '曽根',
  '淡路',
  '友渕',
  '玉造',
];
const BUREAUS = [
  '教育委員会事務局',
  'こども青少年局',
  '福祉局',
  '健康局',
  '消防局',
  '建設局',
  '市民局',
  '経済戦略局',
  '契約管財局',
  '都市整備局',
  '大阪港湾局',
  '環境局',
];
const AWKWARD_NAMES = [
  '髙﨑記念館（旧㈱𠮷野倉庫）延床１，２３４㎡',
  '環境衛生監視課（環境衛生指導ｸﾞﾙｰﾌﾟ）・食品衛生監視課（髙津センタービル内）',
  'もと𠮷野小学校（インターナショナルスクール・ワールドアカデミー大阪髙津校 別館）',
  '本町小売市場民営活性化事業施設「スーパー㈱﨑山 中之町店」',
  '男女共同参画センター子育て活動支援館（クレオ髙津子育て館）旧第２庁舎 Ａ棟①',
];

const MISSING = ['unsurveyed', 'not_applicable', 'withheld'];
const round = (value, places) => Number(value.toFixed(places));
const fullWidth = (number) =>
  String(number).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

function placeIn(random, ward) {
  const [w, s, e, n] = ward.bbox;
  for (;;) {
    const point = [random.between(w, e), random.between(s, n)];
    if (isInside(ward.ring, point)) return { lon: round(point[0], 6), lat: round(point[1], 6) };
  }
}

function accuracyOf(random) {
  return random.weighted([
    ['exact', 78],
    ['block', 14],
    ['town', 5],
    ['ward', 3],
  ]);
}

/** What is known by its ward only has no position. */
function positioned({ lon, lat }, accuracy) {
  const drawn = ['exact', 'block', 'town'].includes(accuracy);
  const method = accuracy === 'exact' ? 'survey' : 'geocode';
  return { position: drawn ? { lon, lat, method, accuracy } : null, position_accuracy: accuracy };
}

function makeFacilities() {
  const random = randomFrom(20260401);
  const shared = [];
  return Array.from({ length: FACILITIES }, (_, index) => {
    const fid = index + 1;
    const ward = fid % 61 === 0 ? null : random.pick(WARDS);
    const [major, majorJa, majorEn, , minors] = random.weighted(CLASSES.map((entry) => [entry, entry[3]]));
    const [minor, minorJa, minorEn, stem, area] = random.pick(minors);
    const town = random.pick(TOWNS);
    const name =
      AWKWARD_NAMES[fid === 1 ? 0 : fid % 350] ??
      (major === 'former'
        ? `もと${town}${stem}`
        : `${town}${random.chance(0.3) ? `第${random.whole(1, 5)}` : ''}${stem}`);
    const accuracy = accuracyOf(random);
    let place =
      ward === null
        ? { lon: round(random.between(135.61, 135.66), 6), lat: round(random.between(34.6, 34.75), 6) }
        : placeIn(random, ward);
    // One building in seven houses several facilities.
    if (ward !== null && random.chance(0.18) && shared.length > 0) {
      const other = random.pick(shared);
      if (other.ward === ward) place = other.place;
    } else if (ward !== null) shared.push({ ward, place });
    const missing = random.chance(0.04) ? random.pick(MISSING) : null;
    return {
      id: `F${String(fid).padStart(6, '0')}`,
      fid,
      number: String(fid),
      name,
      kana: random.chance(0.5) ? 'なかのちょうせんたー' : null,
      address:
        ward === null
          ? null
          : random.chance(0.03)
            ? `${ward.name}${town}××××`
            : `${ward.name}${town}${random.whole(1, 5)}-${random.whole(1, 20)}-${random.whole(1, 30)}`,
      ward_code: ward?.code ?? null,
      ward_name: ward?.name ?? null,
      name_en: null,
      class_key: `${major}.${minor}`,
      class_major_ja: majorJa,
      class_minor_ja: minorJa,
      class_major_en: majorEn,
      class_minor_en: minorEn,
      h26_class_ja: random.chance(0.85) ? '教育文化施設／会館・ホール' : null,
      mic_class_ja: random.chance(0.85) ? '市民文化系施設' : null,
      bureau: random.pick(BUREAUS),
      bureau_key: null,
      division: random.chance(0.9) ? '総務部　施設担当' : null,
      floor_area_m2: missing === null ? (area * random.between(0.4, 1.9)).toFixed(2) : null,
      floor_area_missing: missing,
      built_fy: random.chance(0.06) ? null : random.whole(1931, 2023),
      built_text: fid % 5 === 0 ? 'Ｓ５７．３' : null,
      tenure: random.chance(0.94) ? 'owned' : 'rented',
      status: major === 'former' ? 'unused' : 'in_service',
      general: major === 'infrastructure' ? false : random.chance(0.8) ? true : null,
      evaluated: random.chance(0.3) ? true : null,
      vacant_candidate: major === 'former',
      provenance: fid % 9 === 0 ? 'demo_fact' : 'demo_invented',
      ...positioned(place, fid % 143 === 0 ? 'none' : accuracy),
      revision: fid === 1 ? 3 : 1,
      data_date: DATA_DATE,
      major,
    };
  });
}

/** A crooked four-sided lot of about the registered area. */
function lotAround(random, { lon, lat }, area) {
  const half = Math.sqrt(area) / 2 / 111_000;
  const turn = random.between(0, Math.PI);
  const ring = [45, 135, 225, 315].map((degrees) => {
    const angle = turn + (degrees * Math.PI) / 180;
    const reach = half * Math.SQRT2 * random.between(0.85, 1.15);
    return [lon + (reach * Math.cos(angle)) / 0.822, lat + reach * Math.sin(angle)];
  });
  return [...ring, ring[0]];
}

const POLICY = {
  disposal: ['処分検討地', 'Land considered for disposal'],
  retain: ['継続保有地', 'Land retained'],
  project: ['事業予定地', 'Land reserved for a project'],
};
const LENDING = {
  in_use: ['活用中', 'In use'],
  lendable: ['貸付可能', 'Lendable'],
  not_lendable: ['貸付不可', 'Not lendable'],
};
const criterionOf = (number) => ({ criterion: `c${number}`, criterion_ja: `基準${fullWidth(number)}` });
const OUTSIDE = ['和泉市', '和泉市', '東大阪市', '守口市', '三重県伊賀市'];

function makeParcels() {
  const random = randomFrom(505);
  return Array.from({ length: PARCELS }, (_, index) => {
    const fid = index + 1;
    const outside = fid > PARCELS - OUTSIDE.length ? OUTSIDE[PARCELS - fid] : null;
    const ward = outside === null ? random.pick(WARDS) : null;
    const policy = random.weighted([
      ['disposal', 58],
      ['retain', 7],
      ['project', 35],
    ]);
    const lending = random.weighted([
      ['not_lendable', 50],
      ['in_use', 37],
      ['lendable', 13],
    ]);
    const town = `${random.pick(TOWNS)}${fullWidth(random.whole(1, 6))}丁目`;
    const area = Math.round(Math.exp(random.between(3.4, 9.2)));
    const accuracy =
      outside === null
        ? random.weighted([
            ['exact', 50],
            ['block', 40],
            ['town', 10],
          ])
        : 'municipality';
    const place = placeIn(random, ward ?? WARDS[index % WARDS.length]);
    const ring = accuracy === 'exact' ? lotAround(random, place, area) : null;
    const base = Math.ceil(fid / 3);
    return {
      id: `P${String(fid).padStart(6, '0')}`,
      fid,
      number: random.chance(0.4) ? `${base}‐${1 + (fid % 3)}` : String(1000 + fid),
      registered_fy: random.whole(2006, 2024),
      name: random.chance(0.06)
        ? ''
        : fid === 7
          ? 'もと髙﨑第二小学校㈱𠮷野 隣接地（延 1,234㎡）'
          : `もと${random.pick(TOWNS)}${random.pick(['小学校', '保育所', '出張所', '市営住宅', '工営所', '下水処理場用地', '都市計画道路残地'])}`,
      ward_code: ward?.code ?? null,
      ward_name: ward?.name ?? null,
      municipality: outside ?? '大阪市',
      town,
      lot_text: `${random.whole(1, 120)}‐${random.whole(1, 40)}${random.chance(0.2) ? '内' : ''}`,
      block_text: random.chance(0.8) ? `${random.whole(1, 30)}番` : '',
      area_m2: outside === '三重県伊賀市' ? '534606' : String(area),
      area_missing: null,
      bureau: random.pick(BUREAUS),
      bureau_key: null,
      current_use: random.pick(['空地', '空地', '駐車場', '建物あり', '広場', '工事ヤード']),
      policy,
      policy_ja: POLICY[policy][0],
      policy_en: POLICY[policy][1],
      ...criterionOf(random.pick([1, 2, 2, 2, 5, 7, 8, 9])),
      outlook: policy === 'disposal' ? random.pick(['A', 'B']) : null,
      lending,
      lending_ja: LENDING[lending][0],
      lending_en: LENDING[lending][1],
      remarks: random.chance(0.08) ? `${ward?.name ?? '区'}において活用検討中` : null,
      mapnavi_url: random.chance(0.9)
        ? `https://www.mapnavi.city.osaka.lg.jp/osakacity/ApiDetail/LinkToMap?fldno=15&fid=${580 + fid}`
        : null,
      in_city: outside === null,
      ...positioned(place, fid % 97 === 0 ? 'none' : accuracy),
      bbox: null,
      provenance: 'demo_invented',
      revision: 1,
      data_date: DATA_DATE,
      ring: fid % 97 === 0 ? null : ring,
    };
  });
}

export const FACILITY_LIST = makeFacilities();
export const PARCEL_LIST = makeParcels();
export const MAJORS = CLASSES.map(([key, ja, en]) => ({ key, ja, en }));
export const POLICIES = Object.entries(POLICY).map(([key, [ja, en]]) => ({ key, ja, en }));

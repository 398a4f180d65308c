// Schematic wards: each is what lies nearest to its seed, within a coarse outline. No real boundary is copied.

// code, name, English name, seed
const SEEDS = [
  ['271021', '都島区', 'Miyakojima', 135.5282, 34.7093],
  ['271039', '福島区', 'Fukushima', 135.4743, 34.6932],
  ['271047', '此花区', 'Konohana', 135.4404, 34.6801],
  ['271063', '西区', 'Nishi', 135.486, 34.6773],
  ['271071', '港区', 'Minato', 135.4527, 34.6609],
  ['271080', '大正区', 'Taisho', 135.4727, 34.6454],
  ['271098', '天王寺区', 'Tennoji', 135.5192, 34.659],
  ['271110', '浪速区', 'Naniwa', 135.4976, 34.6604],
  ['271136', '西淀川区', 'Nishiyodogawa', 135.4459, 34.7064],
  ['271144', '東淀川区', 'Higashiyodogawa', 135.5263, 34.7452],
  ['271152', '東成区', 'Higashinari', 135.5446, 34.6731],
  ['271161', '生野区', 'Ikuno', 135.5443, 34.6538],
  ['271179', '旭区', 'Asahi', 135.5503, 34.7242],
  ['271187', '城東区', 'Joto', 135.5496, 34.697],
  ['271195', '阿倍野区', 'Abeno', 135.5135, 34.6371],
  ['271209', '住吉区', 'Sumiyoshi', 135.5006, 34.6035],
  ['271217', '東住吉区', 'Higashisumiyoshi', 135.5306, 34.621],
  ['271225', '西成区', 'Nishinari', 135.4917, 34.6361],
  ['271233', '淀川区', 'Yodogawa', 135.4868, 34.729],
  ['271241', '鶴見区', 'Tsurumi', 135.5763, 34.7064],
  ['271250', '住之江区', 'Suminoe', 135.4467, 34.6196],
  ['271268', '平野区', 'Hirano', 135.5561, 34.6152],
  ['271276', '北区', 'Kita', 135.5064, 34.7084],
  ['271284', '中央区', 'Chuo', 135.5118, 34.6803],
];

const OUTLINE = [
  [135.4, 34.6],
  [135.455, 34.588],
  [135.5, 34.588],
  [135.53, 34.592],
  [135.575, 34.592],
  [135.592, 34.612],
  [135.58, 34.64],
  [135.566, 34.66],
  [135.578, 34.685],
  [135.6, 34.7],
  [135.596, 34.722],
  [135.566, 34.742],
  [135.552, 34.764],
  [135.52, 34.77],
  [135.478, 34.756],
  [135.44, 34.736],
  [135.41, 34.71],
  [135.392, 34.68],
  [135.388, 34.64],
];

/** A degree of longitude is shorter than one of latitude. */
const SQUEEZE = Math.cos((34.68 * Math.PI) / 180);

/** What of a ring is nearer to `own` than to `other`: clipping by the half plane between them. */
function nearer(ring, own, other) {
  const dx = (other[0] - own[0]) * SQUEEZE * SQUEEZE;
  const dy = other[1] - own[1];
  const mx = (own[0] + other[0]) / 2;
  const my = (own[1] + other[1]) / 2;
  const side = ([x, y]) => (x - mx) * dx + (y - my) * dy;
  const kept = [];
  ring.forEach((point, index) => {
    const next = ring[(index + 1) % ring.length];
    const here = side(point);
    const there = side(next);
    if (here <= 0) kept.push(point);
    if (here * there < 0) {
      const t = here / (here - there);
      kept.push([point[0] + t * (next[0] - point[0]), point[1] + t * (next[1] - point[1])]);
    }
  });
  return kept;
}

export const WARDS = SEEDS.map(([code, name, name_en, lon, lat], index) => {
  const seed = [lon, lat];
  const ring = SEEDS.filter((other) => other[0] !== code).reduce(
    (cell, [, , , x, y]) => nearer(cell, seed, [x, y]),
    OUTLINE,
  );
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  return {
    code,
    name,
    name_en,
    seed,
    ring,
    bbox: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
    population: index === 3 ? null : 62_000 + ((index * 7919) % 130_000),
  };
});

export const BOUNDS = WARDS.reduce(
  ([w, s, e, n], { bbox }) => [
    Math.min(w, bbox[0]),
    Math.min(s, bbox[1]),
    Math.max(e, bbox[2]),
    Math.max(n, bbox[3]),
  ],
  [180, 90, -180, -90],
);

export function isInside(ring, [x, y]) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

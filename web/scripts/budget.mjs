// Weighs what was built against the budgets of the design and fails when something is over.
// Kilobytes are 1,000 bytes after gzip -9, as a server sends them.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', DIST), 'utf8'));

const weigh = (file) => gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length;

/** A chunk with all that it imports at once, less what is on the page already. */
function filesOf(key, known = new Set(), files = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`The manifest has no ${key}. Was the file renamed?`);
  for (const file of [chunk.file, ...(chunk.css ?? [])]) if (!known.has(file)) files.add(file);
  for (const imported of chunk.imports ?? []) filesOf(imported, known, files);
  return files;
}

const shell = filesOf('index.html').add('index.html');
const page = filesOf('src/pages/MapPage.svelte', shell);
const map = filesOf('src/map/portfolio_map.ts', new Set([...shell, ...page]));
const editing = filesOf('src/pages/EditPage.svelte', shell);
const worker = Object.values(manifest)
  .flatMap(({ assets = [] }) => assets)
  .filter((file) => file.includes('maplibre-gl-worker'));
for (const file of worker) map.add(file);

const budgets = [
  // Svelte's own runtime, as far as any page uses it, is bundled here: 15 kB.
  ['shell', shell, 34],
  ['map page', page, 100],
  // MapLibre itself is 434 kB; the rest names the 124 font slices.
  ['map code with worker', map, 490],
  ['area sheet', filesOf('src/pages/AreaPage.svelte', shell), 100],
  ['data quality', filesOf('src/pages/QualityPage.svelte', shell), 100],
  ['charts', filesOf('src/charts/plot.ts', shell), 100],
  ['edit page', editing, 50],
  // Opened on demand; MapLibre comes on top where the map was not open before.
  ['drawing code', filesOf('src/map/edit_map.ts', new Set([...shell, ...editing, ...map])), 60],
  ['English words', filesOf('src/i18n/en.ts', new Set([...shell, ...page])), 10],
  ['font slices (stylesheet)', filesOf('src/styles/fonts.css'), 40],
];

let over = false;
for (const [name, files, limit] of budgets) {
  const kilobytes = [...files].reduce((sum, file) => sum + weigh(file), 0) / 1000;
  const verdict = kilobytes > limit ? 'OVER' : 'ok';
  over ||= kilobytes > limit;
  console.log(`${name.padEnd(26)} ${kilobytes.toFixed(1).padStart(7)} kB of ${limit} kB  ${verdict}`);
}

const early = [...shell, ...page, ...editing].filter((file) => /maplibre|portfolio_map|edit_map/.test(file));
if (early.length > 0) {
  console.log(`Map code is loaded before a map is opened: ${early.join(', ')}`);
  over = true;
}
process.exitCode = over ? 1 : 0;

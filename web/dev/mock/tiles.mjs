// Real vector tiles from the invented portfolio: gathered up to zoom 13 as the server does, every item beyond.

import { GeoJSONVT, Supercluster } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { PbfWriter } from 'pbf';
import { FACILITY_LIST, MAJORS, PARCEL_LIST, POLICIES } from './portfolio.mjs';
import { BOUNDS, WARDS } from './wards.mjs';

// pbf 5.1.2 writes 𠮷 (U+20BB7) as U+10BB7: it joins the surrogates with `|` where a carry needs `+`.
PbfWriter.prototype.writeString = function writeString(text) {
  this.writeBytes(new TextEncoder().encode(text));
};

const UNTIL = 13;
const MAX_ZOOM = 16;
const MVT = 'application/vnd.mapbox-vector-tile';

const collect = (features) => ({ type: 'FeatureCollection', features });
const feature = (id, geometry, properties) => ({ type: 'Feature', id, geometry, properties });
const point = ({ lon, lat }) => ({ type: 'Point', coordinates: [lon, lat] });
const drawn = ({ position }) => position !== null;

function stacks(list) {
  const counts = new Map();
  for (const { position } of list.filter(drawn)) {
    const key = `${position.lon},${position.lat}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return ({ position }) => counts.get(`${position.lon},${position.lat}`) ?? 1;
}

const facilityStack = stacks(FACILITY_LIST);
const facilityPoints = FACILITY_LIST.filter(drawn).map((facility) =>
  feature(facility.fid, point(facility.position), {
    id: facility.id,
    name: facility.name,
    class: facility.major,
    use: facility.class_key,
    ward: facility.ward_code ?? '',
    built_fy: facility.built_fy ?? 0,
    floor_area_m2: Number(facility.floor_area_m2 ?? 0),
    accuracy: facility.position.accuracy,
    stack: facilityStack(facility),
  }),
);
const parcelProperties = (parcel) => ({
  id: parcel.id,
  number: parcel.number,
  name: parcel.name,
  policy: parcel.policy,
  criterion: parcel.criterion,
  lending: parcel.lending,
  area_m2: Number(parcel.area_m2),
  accuracy: parcel.position.accuracy,
});
const parcelPoints = PARCEL_LIST.filter(drawn).map((parcel) =>
  feature(parcel.fid, point(parcel.position), parcelProperties(parcel)),
);
const parcelShapes = PARCEL_LIST.filter(drawn).map((parcel) =>
  feature(
    parcel.fid,
    parcel.ring === null ? point(parcel.position) : { type: 'Polygon', coordinates: [parcel.ring] },
    parcelProperties(parcel),
  ),
);

function gather(features, keys, property) {
  const index = new Supercluster({
    radius: 48,
    extent: 512,
    maxZoom: UNTIL,
    map: (properties) => ({
      area_m2: properties.area_m2 ?? 0,
      ...Object.fromEntries(keys.map((key) => [`n_${key}`, properties[property] === key ? 1 : 0])),
    }),
    reduce: (sum, one) => {
      for (const name of Object.keys(one)) sum[name] += one[name];
    },
  });
  index.load(features);
  return index;
}

const slice = (features) =>
  new GeoJSONVT(collect(features), {
    maxZoom: MAX_ZOOM,
    indexMaxZoom: 8,
    buffer: 64,
    extent: 4096,
    updateable: false,
  });
const station = (index) => [135.43 + (index % 6) * 0.028, 34.61 + Math.floor(index / 6) * 0.03];

const LAYERS = {
  facilities: { facilities: slice(facilityPoints) },
  parcels: { parcels: slice(parcelShapes) },
  wards: {
    wards: slice(
      WARDS.map(({ code, name, ring }) =>
        feature(Number(code), { type: 'Polygon', coordinates: [[...ring, ring[0]]] }, { code, name }),
      ),
    ),
    wards_label: slice(
      WARDS.map(({ code, name, seed }) =>
        feature(Number(code), { type: 'Point', coordinates: seed }, { code, name }),
      ),
    ),
  },
  stations: {
    stations: slice(
      Array.from({ length: 30 }, (_, index) =>
        feature(index + 1, { type: 'Point', coordinates: station(index) }, { name: `駅${index + 1}` }),
      ),
    ),
  },
};
const GATHERED = {
  facilities: gather(
    facilityPoints,
    MAJORS.map(({ key }) => key),
    'class',
  ),
  parcels: gather(
    parcelPoints,
    POLICIES.map(({ key }) => key),
    'policy',
  ),
};

export function answerTile(url) {
  const described = /^\/tiles\/([a-z_]+)\.json$/.exec(url.pathname);
  if (described !== null) return describe(described[1], url);
  const named = /^\/tiles\/([a-z_]+)\/(\d+)\/(\d+)\/(\d+)$/.exec(url.pathname);
  if (named === null || LAYERS[named[1]] === undefined) return null;
  const [z, x, y] = named.slice(2).map(Number);
  const id = named[1];
  const tiles =
    z <= UNTIL && GATHERED[id] !== undefined
      ? { [id]: GATHERED[id].getTile(z, x, y) }
      : Object.fromEntries(Object.entries(LAYERS[id]).map(([name, index]) => [name, index.getTile(z, x, y)]));
  const filled = Object.fromEntries(
    Object.entries(tiles).filter(([, tile]) => tile !== null && tile !== undefined),
  );
  if (Object.keys(filled).length === 0) return { status: 204, type: MVT, body: '' };
  const extent = z <= UNTIL && GATHERED[id] !== undefined ? 512 : 4096;
  return { status: 200, type: MVT, body: Buffer.from(fromGeojsonVt(filled, { version: 2, extent })) };
}

function describe(id, url) {
  if (LAYERS[id] === undefined) return null;
  const body = {
    tilejson: '3.0.0',
    tiles: [`${url.origin}/tiles/${id}/{z}/{x}/{y}`],
    vector_layers: Object.keys(LAYERS[id]).map((name) => ({ id: name, fields: {} })),
    minzoom: 0,
    maxzoom: MAX_ZOOM,
    bounds: [Math.min(BOUNDS[0], 135.3), BOUNDS[1], 135.7, BOUNDS[3]],
  };
  return { status: 200, type: 'application/json', body: JSON.stringify(body) };
}

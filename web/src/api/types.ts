// The wire types, written by hand until `npm run gen:schema` reads them from docs/openapi.json.

/** A decimal as text, so that no digit is lost on the way: "4091.32". */
export type Decimal = string;
export type Bounds = [west: number, south: number, east: number, north: number];

export type Accuracy = 'exact' | 'block' | 'town' | 'ward' | 'none';
export type Provenance = 'source' | 'demo_fact' | 'demo_invented';
export type MissingReason = 'unsurveyed' | 'not_applicable' | 'withheld' | 'not_computable' | 'unit_mismatch';

export interface Position {
  lon: number;
  lat: number;
  method: string;
  accuracy: Accuracy;
}

export interface ReferenceLayer {
  id: string;
  title_ja: string;
  title_en: string;
  geometry: 'polygon' | 'point' | 'mixed';
  count: number;
}

export interface Summary {
  version: number;
  title_ja: string;
  title_en: string;
  demo: boolean;
  data_date: string | null;
  counts: { facilities: number; parcels: number; buildings: number; wards: number };
  bounds: Bounds | null;
  layers: ReferenceLayer[];
}

export interface Ward {
  code: string;
  name: string;
  name_en: string;
  facilities: number;
  parcels: number;
  population: number | null;
  bbox: Bounds;
}

export interface Facility {
  id: string;
  fid: number;
  number: string;
  name: string;
  kana: string | null;
  address: string | null;
  ward_code: string | null;
  ward_name: string | null;
  class_key: string;
  class_major_ja: string;
  class_minor_ja: string;
  class_major_en: string;
  class_minor_en: string;
  h26_class_ja: string | null;
  mic_class_ja: string | null;
  bureau: string;
  division: string | null;
  floor_area_m2: Decimal | null;
  floor_area_missing: MissingReason | null;
  built_fy: number | null;
  tenure: 'owned' | 'rented' | null;
  status: string;
  vacant_candidate: boolean;
  provenance: Provenance;
  position: Position | null;
  revision: number;
  data_date: string | null;
}

export type Policy = 'disposal' | 'retain' | 'project';
export type Lending = 'in_use' | 'lendable' | 'not_lendable';

export interface Parcel {
  id: string;
  fid: number;
  number: string;
  registered_fy: number | null;
  name: string;
  ward_code: string | null;
  ward_name: string | null;
  municipality: string;
  town: string;
  lot_text: string;
  block_text: string;
  area_m2: Decimal | null;
  bureau: string;
  current_use: string;
  policy: Policy;
  policy_ja: string;
  criterion: string;
  outlook: 'A' | 'B' | null;
  lending: Lending | null;
  lending_ja: string | null;
  remarks: string | null;
  mapnavi_url: string | null;
  in_city: boolean;
  position: Position | null;
  bbox: Bounds | null;
  provenance: Provenance;
  revision: number;
  data_date: string | null;
}

export interface Page<Item> {
  matched: number;
  returned: number;
  version: number;
  items: Item[];
}

export type Scalar = string | number | boolean | null;

export interface Change {
  field: string;
  label_ja: string;
  label_en: string;
  before: Scalar;
  after: Scalar;
}

export interface HistoryEntry {
  version: number;
  time: string;
  actor: string;
  reason_ja: string | null;
  changes: Change[];
}

export interface StatisticsGroup {
  key: string;
  label_ja: string;
  label_en: string;
  count: number;
  area_m2: Decimal | null;
}

export interface Statistics {
  groups: StatisticsGroup[];
  total: { count: number; area_m2: Decimal | null };
}

export type FoundKind = 'facility' | 'parcel' | 'ward';

export interface Found {
  kind: FoundKind;
  id: string;
  name: string;
  detail: string;
  lon: number | null;
  lat: number | null;
  accuracy: Accuracy | null;
}

/** application/problem+json (RFC 9457) in both languages. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  detail_en: string;
  errors?: { pointer: string; detail: string; detail_en: string }[];
}

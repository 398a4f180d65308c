// The wire types by short names. schema.d.ts is generated from the server's OpenAPI document (`npm run gen:schema`);
// here only what it cannot say is added: a null is always sent, and some texts are keys out of a known list.

import type { components } from './schema';

type Schemas = components['schemas'];

/** The generator makes every nullable field optional as well; the server sends them all. */
export type Sent<Type> = { [Key in keyof Type]-?: Exclude<Type[Key], undefined> };
type Narrow<Type, Fields> = Omit<Sent<Type>, keyof Fields> & Fields;

/** A decimal as text, so that no digit is lost on the way: "4091.32". */
export type Decimal = string;
export type Bounds = [west: number, south: number, east: number, north: number];

export type Accuracy = 'exact' | 'block' | 'town' | 'ward' | 'municipality' | 'none';
export type Provenance = 'source' | 'demo_fact' | 'demo_invented';
export type Policy = 'disposal' | 'retain' | 'project';
export type Lending = 'in_use' | 'lendable' | 'not_lendable';
export type FoundKind = 'facility' | 'parcel' | 'ward';

export type Position = Narrow<Schemas['Position'], { accuracy: Accuracy }>;

interface Placed {
  position: Position | null;
  position_accuracy: Accuracy;
  provenance: Provenance;
}

export type Facility = Narrow<Schemas['Facility'], Placed>;
export type Parcel = Narrow<Schemas['Parcel'], Placed & { bbox: Bounds | null }>;
export type Ward = Narrow<Schemas['Ward'], { bbox: Bounds | null }>;

export type ReferenceLayer = Sent<Schemas['LayerSummary']>;
export type Summary = Narrow<Schemas['Summary'], { bounds: Bounds | null; layers: ReferenceLayer[] }>;

export type PointColumns = Narrow<Schemas['Points'], { accuracy: Accuracy[] }>;
export type FacilityPoints = Narrow<Schemas['FacilityPoints'], { points: PointColumns }>;
export type ParcelPoints = Narrow<Schemas['ParcelPoints'], { points: PointColumns }>;

export interface Page<Item> {
  matched: number;
  returned: number;
  version: number;
  items: Item[];
}

export type Change = Sent<Schemas['FieldChange']>;
export type HistoryEntry = Narrow<Schemas['HistoryEntry'], { changes: Change[] }>;
export type PublicLayer = Sent<Schemas['PublicLayer']>;
export type LayerFeature = Narrow<
  Schemas['PublicLayerFeature'],
  { properties: Record<string, unknown>; bbox: Bounds | null }
>;
export type Metric = Sent<Schemas['Metric']>;
export type Series = Schemas['Series'];
export type Statistics = Sent<Schemas['Statistics']>;
export type Found = Narrow<Schemas['FoundRecord'], { kind: FoundKind; accuracy: Accuracy | null }>;
export type Problem = Schemas['Problem'];

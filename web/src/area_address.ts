// Which area an address names: /area?ward=271276, ?feature=X000001, ?circle=lon,lat,radius_m, ?polygon=lon,lat;…, with &like_m=.
// Pure text in, text out. What an area may be, the server says.

export const AREA_KINDS = ['ward', 'feature', 'circle', 'polygon'] as const;
export type AreaKind = (typeof AREA_KINDS)[number];

export const LIKE_M = 800;

export interface AskedArea {
  kind: AreaKind;
  value: string;
  likeM: number;
}

/** The first area that an address names; null where it names none. */
export function readArea(search: string): AskedArea | null {
  const query = new URLSearchParams(search);
  for (const kind of AREA_KINDS) {
    const value = query.get(kind) ?? '';
    if (value !== '') return { kind, value, likeM: metresOf(query.get('like_m')) };
  }
  return null;
}

export function areaAddress({ kind, value, likeM }: AskedArea, language: string | null = null): string {
  const query = new URLSearchParams({ [kind]: value });
  if (likeM !== LIKE_M) query.set('like_m', String(likeM));
  if (language !== null) query.set('lang', language);
  return `/area?${query.toString().replaceAll('%2C', ',').replaceAll('%3B', ';')}`;
}

function metresOf(text: string | null): number {
  return /^\d{1,5}$/.test(text ?? '') ? Number(text) : LIKE_M;
}

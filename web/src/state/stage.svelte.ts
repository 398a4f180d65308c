import type { LonLat } from '../geodesy';
import type { PortfolioMap } from '../map/portfolio_map';

/** The map on the page, for those who send it somewhere. Null while it loads and where there is no WebGL. */
class Stage {
  map: PortfolioMap | null = $state.raw(null);
  /** On a phone, map and list take turns. */
  front: 'map' | 'list' = $state('map');
  /** Set while a click on the map gives a point rather than picking what lies there. */
  takePoint: ((point: LonLat) => void) | null = $state.raw(null);
  /** The points that are measured, in order; null while nobody measures. */
  measured: readonly LonLat[] | null = $state.raw(null);
  /** How much room the sources take at the foot of the map, in pixels: they can fill several lines. */
  sourcesHeight = $state(0);
}

export const stage = new Stage();

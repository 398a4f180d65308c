// Icons are drawn here and not fetched: a symbol on the map and its swatch in the legend have one description.

import type { Map as GlMap } from 'maplibre-gl';
import { toneLook } from '../look';
import {
  CLASS_LOOK,
  type Look,
  MAJOR_CLASSES,
  POLICIES,
  POLICY_LOOK,
  type Shape,
  UNKNOWN_LOOK,
  UNKNOWN_PARCEL_LOOK,
} from '../palette';
import { TONE_COLOR, TONES, type Tone } from '../tones';

const PIXEL_RATIO = 3;
const ICON_PX = 20;
const RADIUS_PX: Record<Shape, number> = { circle: 6, square: 5.5, diamond: 7.5 };

export function addIcons(map: GlMap): void {
  const looks: [string, Look][] = [
    ...MAJOR_CLASSES.map((key): [string, Look] => [`facility-${key}`, CLASS_LOOK[key]]),
    ...POLICIES.map((key): [string, Look] => [`parcel-${key}`, POLICY_LOOK[key]]),
    ...TONES.map((tone): [string, Look] => [`facility-${tone}`, toneLook(tone)]),
    ['facility-', UNKNOWN_LOOK],
    ['parcel-', UNKNOWN_PARCEL_LOOK],
  ];
  for (const [name, look] of looks) {
    map.addImage(`${name}-exact`, drawIcon(look, false), { pixelRatio: PIXEL_RATIO });
    map.addImage(`${name}-approximate`, drawIcon(look, true), { pixelRatio: PIXEL_RATIO });
  }
}

/** Solid with a white edge where the point is exact; hollow with a dashed edge where it is only about right. */
function drawIcon(look: Look, approximate: boolean): ImageData {
  const context = newContext(ICON_PX);
  const center = ICON_PX / 2;
  const radius = RADIUS_PX[look.shape];
  trace(context, look.shape, center, radius + 1.5);
  context.fillStyle = '#ffffff';
  context.fill();
  if (approximate) {
    trace(context, look.shape, center, radius - 0.5);
    context.setLineDash(look.shape === 'circle' ? [3.1, 1.5] : [3, 1.6]);
    context.lineWidth = 2;
    context.strokeStyle = look.color;
    context.stroke();
  } else {
    trace(context, look.shape, center, radius);
    context.fillStyle = look.color;
    context.fill();
  }
  return pixels(context);
}

function trace(
  context: OffscreenCanvasRenderingContext2D,
  shape: Shape,
  center: number,
  radius: number,
): void {
  context.beginPath();
  if (shape === 'circle') context.arc(center, center, radius, 0, 2 * Math.PI);
  else if (shape === 'square') context.rect(center - radius, center - radius, 2 * radius, 2 * radius);
  else {
    context.moveTo(center, center - radius);
    context.lineTo(center + radius, center);
    context.lineTo(center, center + radius);
    context.lineTo(center - radius, center);
    context.closePath();
  }
}

/** The name of a cluster's icon holds all it takes to draw it, so that MapLibre can ask for it: see `clusterIcon`. */
const CLUSTER = /^cluster:(circle|diamond):([a-z0-9,_]+):(\d+):([\d,]+)$/;

/** Slices of a ring: fine enough to compare, coarse enough that few rings differ. */
export const RING_SLICES = 24;

export function drawClusterOnDemand(map: GlMap): void {
  map.setMissingStyleImageResolver((name) => {
    const match = CLUSTER.exec(name);
    if (match === null) return;
    const [, shape, keys = '', diameter, shares = ''] = match;
    const colors = keys.split(',').map(colorOf);
    const weights = shares.split(',').map(Number);
    const image = drawCluster(shape as 'circle' | 'diamond', Number(diameter), colors, weights);
    map.addImage(name, image, { pixelRatio: PIXEL_RATIO });
  });
}

function colorOf(key: string): string {
  if (key in CLASS_LOOK) return CLASS_LOOK[key as keyof typeof CLASS_LOOK].color;
  if (key in POLICY_LOOK) return POLICY_LOOK[key as keyof typeof POLICY_LOOK].color;
  if (key in TONE_COLOR) return TONE_COLOR[key as Tone];
  return UNKNOWN_LOOK.color;
}

/** A white disc or diamond with the number's place in the middle, edged by the shares of what is gathered. */
function drawCluster(
  shape: 'circle' | 'diamond',
  diameter: number,
  colors: readonly string[],
  weights: readonly number[],
): ImageData {
  const edge = 4;
  const context = newContext(diameter + 4);
  const center = (diameter + 4) / 2;
  const radius = diameter / 2;
  trace(context, shape, center, radius + 1.5);
  context.fillStyle = 'rgba(255, 255, 255, 0.9)';
  context.fill();
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  context.save();
  trace(context, shape, center, radius);
  context.clip();
  let from = -Math.PI / 2;
  weights.forEach((weight, index) => {
    if (weight === 0) return;
    const to = from + (2 * Math.PI * weight) / total;
    context.beginPath();
    context.moveTo(center, center);
    context.arc(center, center, diameter, from, to);
    context.closePath();
    context.fillStyle = colors[index] ?? UNKNOWN_LOOK.color;
    context.fill();
    from = to;
  });
  if (total === 0) {
    context.fillStyle = UNKNOWN_LOOK.color;
    context.fillRect(0, 0, diameter + 4, diameter + 4);
  }
  context.restore();
  trace(context, shape, center, shape === 'diamond' ? radius - edge * Math.SQRT2 : radius - edge);
  context.fillStyle = '#ffffff';
  context.fill();
  return pixels(context);
}

function newContext(size: number): OffscreenCanvasRenderingContext2D {
  const canvas = new OffscreenCanvas(size * PIXEL_RATIO, size * PIXEL_RATIO);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('a 2D canvas is always at hand where WebGL2 is');
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  return context;
}

function pixels(context: OffscreenCanvasRenderingContext2D): ImageData {
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

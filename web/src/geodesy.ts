// Distances and areas on the ellipsoid GRS80, which Japan's maps are made on. Pure.

export type LonLat = readonly [lon: number, lat: number];

const A = 6_378_137;
const F = 1 / 298.257222101;
const B = A * (1 - F);
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

/** Vincenty's inverse formula: to the millimetre, but for points that face each other across the globe. */
export function distanceM([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): number {
  const L = radians(lon2 - lon1);
  const u1 = Math.atan((1 - F) * Math.tan(radians(lat1)));
  const u2 = Math.atan((1 - F) * Math.tan(radians(lat2)));
  const [sin1, cos1, sin2, cos2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = L;
  for (let round = 0; round < 100; round++) {
    const sinSigma = Math.hypot(cos2 * Math.sin(lambda), cos1 * sin2 - sin1 * cos2 * Math.cos(lambda));
    if (sinSigma === 0) return 0;
    const cosSigma = sin1 * sin2 + cos1 * cos2 * Math.cos(lambda);
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (cos1 * cos2 * Math.sin(lambda)) / sinSigma;
    const cosSqAlpha = 1 - sinAlpha ** 2;
    const cos2m = cosSqAlpha === 0 ? 0 : cosSigma - (2 * sin1 * sin2) / cosSqAlpha;
    const c = (F / 16) * cosSqAlpha * (4 + F * (4 - 3 * cosSqAlpha));
    const before = lambda;
    lambda =
      L + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * (cos2m + c * cosSigma * (2 * cos2m ** 2 - 1)));
    if (Math.abs(lambda - before) > 1e-12) continue;
    const uSq = (cosSqAlpha * (A ** 2 - B ** 2)) / B ** 2;
    const a = 1 + (uSq / 16384) * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)));
    const b = (uSq / 1024) * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)));
    const inner = cosSigma * (2 * cos2m ** 2 - 1);
    const outer = (b / 6) * cos2m * (4 * sinSigma ** 2 - 3) * (4 * cos2m ** 2 - 3);
    return B * a * (sigma - b * sinSigma * (cos2m + (b / 4) * (inner - outer)));
  }
  return Number.NaN;
}

export function lengthM(points: readonly LonLat[]): number {
  return points.slice(1).reduce((sum, point, at) => sum + distanceM(points[at] ?? point, point), 0);
}

/** The area inside the points on the sphere of the same area; at the size of a city that is right to 0.01 %. */
export function areaM2(points: readonly LonLat[]): number {
  const q = (sin: number) =>
    (1 - E2) * (sin / (1 - E2 * sin ** 2) - Math.log((1 - E * sin) / (1 + E * sin)) / (2 * E));
  const pole = q(1);
  const authalic = (lat: number) => q(Math.sin(radians(lat))) / pole;
  let sum = 0;
  points.forEach(([lon, lat], at) => {
    const [nextLon, nextLat] = points[(at + 1) % points.length] ?? [lon, lat];
    sum += radians(nextLon - lon) * (authalic(lat) + authalic(nextLat));
  });
  return (Math.abs(sum) / 4) * A ** 2 * pole;
}

/** A ring of points at a distance: closed, every few degrees. */
export function circle([lon, lat]: LonLat, radiusM: number, corners = 72): LonLat[] {
  const sin = Math.sin(radians(lat));
  const w = Math.sqrt(1 - E2 * sin ** 2);
  const north = degrees(radiusM / ((A * (1 - E2)) / w ** 3));
  const east = degrees(radiusM / ((A / w) * Math.cos(radians(lat))));
  return Array.from({ length: corners + 1 }, (_, at): LonLat => {
    const turn = (2 * Math.PI * (at % corners)) / corners;
    return [lon + east * Math.sin(turn), lat + north * Math.cos(turn)];
  });
}

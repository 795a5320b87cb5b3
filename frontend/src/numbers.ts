const THIN_SPACE = "\u2009";

/** `14832` as `14 832` with a thin space; set it where lines do not break. */
export function thin(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);
}

/** A distance as people say it: `80 m`, `1,2 km`. */
export function metres(distance: number, lang: string): string {
  if (distance < 995) return `${Math.max(10, Math.round(distance / 10) * 10)}\u00a0m`;
  return `${new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(distance / 1000)}\u00a0km`;
}

const EARTH_RADIUS_M = 6_371_008.8;

/** Metres between two points given in degrees (haversine). */
export function distanceBetween(a: readonly [number, number], b: readonly [number, number]): number {
  const rad = Math.PI / 180;
  const sinLat = Math.sin(((b[1] - a[1]) * rad) / 2);
  const sinLon = Math.sin(((b[0] - a[0]) * rad) / 2);
  const h = sinLat ** 2 + Math.cos(a[1] * rad) * Math.cos(b[1] * rad) * sinLon ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(h));
}

/** The point moved by so many metres east and north. */
export function moved([lon, lat]: readonly [number, number], east: number, north: number): [number, number] {
  const perDegree = (Math.PI / 180) * EARTH_RADIUS_M;
  return [round6(lon + east / (perDegree * Math.cos((lat * Math.PI) / 180))), round6(lat + north / perDegree)];
}

export function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

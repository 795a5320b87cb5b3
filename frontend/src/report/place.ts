/** Reads one coordinate as people type it: comma or dot, with or without a degree sign. NaN when it is none. */
export function readDegrees(text: string): number {
  const bare = text
    .trim()
    .replace(",", ".")
    .replace(/°?\s*[NEnewśWS]?$/u, "");
  return /^-?\d{1,3}(\.\d+)?$/.test(bare) ? Number(bare) : Number.NaN;
}

/** Whether the point may lie in Poland at all; the server knows exactly. */
export function isNearPoland(lon: number, lat: number): boolean {
  return lon >= 13 && lon <= 25 && lat >= 48 && lat <= 56;
}

/** "51,3792 N, 20,2795 E" in the language's own numbers. */
export function coordinatesText(lon: number, lat: number, locale: string): string {
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
  return `${format.format(lat)}\u00a0N, ${format.format(lon)}\u00a0E`;
}

const METRES_PER_DEGREE = 111_195;

/** A box of so many metres around a point, as the API's `bbox`. */
export function boxAround(lon: number, lat: number, metres: number): string {
  const dLat = metres / METRES_PER_DEGREE;
  const dLon = dLat / Math.cos((lat * Math.PI) / 180);
  return [lon - dLon, lat - dLat, lon + dLon, lat + dLat].map((value) => value.toFixed(6)).join(",");
}

/** Web Mercator with the world's side as 1. */
export interface World {
  x: number;
  y: number;
}

export function toWorld(lon: number, lat: number): World {
  const sin = Math.sin((lat * Math.PI) / 180);
  return { x: lon / 360 + 0.5, y: 0.5 - (0.25 * Math.log((1 + sin) / (1 - sin))) / Math.PI };
}

export function toLonLat({ x, y }: World): [number, number] {
  return [(x - 0.5) * 360, (360 / Math.PI) * Math.atan(Math.exp((180 - y * 360) * (Math.PI / 180))) - 90];
}

const TILE_PX = 512;
const EQUATOR_M = 40_075_016.686;

/** How many metres one pixel of the map shows at that latitude and zoom. */
export function metresPerPixel(lat: number, zoom: number): number {
  return (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (TILE_PX * 2 ** zoom);
}

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

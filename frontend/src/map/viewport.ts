import { toLonLat, toWorld, type World } from "./mercator";

const SIDE_PX = 512;

/** What a map shows: its middle, its zoom, its size in pixels. The mathematics of the map before the map is there. */
export interface Viewport {
  center: [number, number];
  zoom: number;
  width: number;
  height: number;
}

export interface Padding {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

type Box = readonly [west: number, south: number, east: number, north: number];

/** The view that holds the box in the free part of a map of that size. */
export function fitting(box: Box, padding: Padding, width: number, height: number, maxZoom: number): Viewport {
  const [a, b] = [toWorld(box[0], box[3]), toWorld(box[2], box[1])];
  const free = [width - padding.left - padding.right, height - padding.top - padding.bottom] as const;
  const side = Math.min(Math.max(1, free[0]) / (b.x - a.x), Math.max(1, free[1]) / (b.y - a.y));
  const zoom = Math.min(maxZoom, Math.log2(side / SIDE_PX));
  return around(toLonLat({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }), zoom, padding, width, height);
}

/** The view that has the point in the middle of the free part of a map of that size. */
export function around(
  point: readonly [lon: number, lat: number],
  zoom: number,
  padding: Padding,
  width: number,
  height: number,
): Viewport {
  const world = SIDE_PX * 2 ** zoom;
  const at = toWorld(...point);
  const center = toLonLat({
    x: at.x + (padding.right - padding.left) / 2 / world,
    y: at.y + (padding.bottom - padding.top) / 2 / world,
  });
  return { center, zoom, width, height };
}

/** The point in the middle of the free part. */
export function middleOf(view: Viewport, { top, bottom, left, right }: Padding): [number, number] {
  return unproject(view, (left + view.width - right) / 2, (top + view.height - bottom) / 2);
}

/** Pixels from the upper left corner. */
export function project({ center, zoom, width, height }: Viewport, spot: World): { x: number; y: number } {
  const side = SIDE_PX * 2 ** zoom;
  const middle = toWorld(...center);
  return { x: (spot.x - middle.x) * side + width / 2, y: (spot.y - middle.y) * side + height / 2 };
}

export function unproject({ center, zoom, width, height }: Viewport, x: number, y: number): [number, number] {
  const side = SIDE_PX * 2 ** zoom;
  const middle = toWorld(...center);
  return toLonLat({ x: middle.x + (x - width / 2) / side, y: middle.y + (y - height / 2) / side });
}

/** West, south, east and north edges in degrees. */
export function boundsOf(view: Viewport): Box {
  const [west, north] = unproject(view, 0, 0);
  const [east, south] = unproject(view, view.width, view.height);
  return [west, south, east, north];
}

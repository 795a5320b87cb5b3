import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { countsOf } from "../statuses";
import type { Point } from "./clusters";
import { toWorld } from "./mercator";

const EXTENT = 4096;
const DEEPEST = 16;

export interface TileId {
  z: number;
  x: number;
  y: number;
}

type Bounds = readonly [west: number, south: number, east: number, north: number];

/** The level whose tiles are fetched for a zoom of the map: one deeper than shown, so that rings stand near their towns. */
export function tileLevel(zoom: number): number {
  return Math.min(DEEPEST, Math.max(0, Math.floor(zoom) + 1));
}

export function tilesOf([west, south, east, north]: Bounds, z: number): TileId[] {
  const n = 2 ** z;
  const inside = (value: number) => Math.min(n - 1, Math.max(0, Math.floor(value * n)));
  const [a, b] = [toWorld(west, north), toWorld(east, south)];
  const tiles: TileId[] = [];
  for (let x = inside(a.x); x <= inside(b.x); x++) {
    for (let y = inside(a.y); y <= inside(b.y); y++) tiles.push({ z, x, y });
  }
  return tiles;
}

/** The points of one tile. */
export function readTile(bytes: ArrayBuffer, { z, x, y }: TileId): Point[] {
  const layer = new VectorTile(new PbfReader(new Uint8Array(bytes))).layers["marks"];
  const points: Point[] = [];
  for (let i = 0; i < (layer?.length ?? 0); i++) {
    const feature = layer!.feature(i);
    const spot = feature.loadGeometry()[0]?.[0];
    if (!spot) continue;
    const { properties } = feature;
    points.push({
      x: (x + (spot.x + 0.5) / EXTENT) / 2 ** z,
      y: (y + (spot.y + 0.5) / EXTENT) / 2 ** z,
      counts: countsOf(properties),
      id: textOf(properties["id"]),
      category: textOf(properties["category"]),
      status: textOf(properties["status"]),
    });
  }
  return points;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

interface Kept {
  etag: string | null;
  points: Point[];
  askedAt: number;
}

/** The tiles of one question: asks for what is missing, asks again whether the rest has changed. */
export class TileStore {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly address: string,
    private readonly query: string,
  ) {}

  /** The points of the tiles that have arrived. */
  points(tiles: readonly TileId[]): Point[] {
    return tiles.flatMap((tile) => this.kept.get(nameOf(tile))?.points ?? []);
  }

  hasAll(tiles: readonly TileId[]): boolean {
    return tiles.every((tile) => this.kept.has(nameOf(tile)));
  }

  /**
   * Fetches those tiles but the ones that were asked for less than `goodForMs` ago; answers whether anything is new.
   * Rejects when one could not be had.
   */
  async load(tiles: readonly TileId[], signal: AbortSignal, goodForMs = 0): Promise<boolean> {
    const before = performance.now() - goodForMs;
    const old = tiles.filter((tile) => (this.kept.get(nameOf(tile))?.askedAt ?? -Infinity) <= before);
    const changes = await Promise.all(old.map((tile) => this.loadOne(tile, signal)));
    return changes.some(Boolean);
  }

  private async loadOne(tile: TileId, signal: AbortSignal): Promise<boolean> {
    const askedAt = performance.now();
    const address = this.address.replace("{z}", `${tile.z}`).replace("{x}", `${tile.x}`).replace("{y}", `${tile.y}`);
    const response = await fetch(this.query ? `${address}?${this.query}` : address, {
      signal,
      cache: "no-cache",
      credentials: "omit",
    });
    if (!response.ok) throw new Error(`Tile ${nameOf(tile)}: ${response.status}`);
    const etag = response.headers.get("ETag") ?? (response.status === 204 ? "empty" : null);
    const before = this.kept.get(nameOf(tile));
    const isSame = before !== undefined && etag !== null && before.etag === etag;
    const points = isSame ? before.points : response.status === 204 ? [] : readTile(await response.arrayBuffer(), tile);
    this.kept.set(nameOf(tile), { etag, points, askedAt });
    return !isSame;
  }
}

function nameOf({ z, x, y }: TileId): string {
  return `${z}/${x}/${y}`;
}

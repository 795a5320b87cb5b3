import type { Point } from "../map/clusters";
import { POLAND } from "../map/country";
import { TileStore, tileLevel, tilesOf, type TileId } from "../map/tiles";
import { tileQuery, type Filters } from "../filters";

export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** The marks of one set under one choice of filters, tile by tile. */
export class TileSource {
  private readonly store: TileStore;

  constructor(address: string, filters: Filters) {
    this.store = new TileStore(address, tileQuery(filters));
  }

  /**
   * Fetches what the view needs and was not asked for less than `goodForMs` ago; answers whether anything has changed
   * since the last time.
   */
  load(bounds: Bounds, zoom: number, signal: AbortSignal, goodForMs = 0): Promise<boolean> {
    return this.store.load(this.tiles(bounds, zoom), signal, goodForMs);
  }

  points(bounds: Bounds, zoom: number): Point[] {
    return this.store.points(this.tiles(bounds, zoom));
  }

  /** Whether the view can be drawn without waiting. */
  isReady(bounds: Bounds, zoom: number): boolean {
    return this.store.hasAll(this.tiles(bounds, zoom));
  }

  private tiles(bounds: Bounds, zoom: number): TileId[] {
    return tilesOf(inCountry(bounds), tileLevel(zoom));
  }
}

/** Reports come from the country and a strip of ten kilometres around the built-in outline. */
const STRIP = 0.2;

/** The part of the view where marks can be: around the country there are none to ask for. */
function inCountry([west, south, east, north]: Bounds): Bounds {
  const x = (lon: number) => Math.min(POLAND[2] + STRIP, Math.max(POLAND[0] - STRIP, lon));
  const y = (lat: number) => Math.min(POLAND[3] + STRIP, Math.max(POLAND[1] - STRIP, lat));
  return [x(west), y(south), x(east), y(north)];
}

const MOST_KEPT = 12;

/** The sources of the last questions, so that going back to one draws at once. */
export class Sources {
  private readonly kept = new Map<string, TileSource>();

  /** `document` is the address of the live set's TileJSON. */
  constructor(private readonly document: string) {}

  of(filters: Filters): TileSource {
    const address = this.document.replace(/live\.json$/, `${filters.set}/{z}/{x}/{y}.mvt`);
    const key = `${address}?${tileQuery(filters)}`;
    const source = this.kept.get(key) ?? new TileSource(address, filters);
    this.kept.delete(key);
    this.kept.set(key, source);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return source;
  }
}

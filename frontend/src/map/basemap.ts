/**
 * The map itself, shared by the residents' pages and the office.
 *
 *   const base = await createMap(element, { ground: config.basemap, words, bounds: POLAND });
 *   base.map        the MapLibre map
 *   base.onStyle    runs a function now and again after every change of theme (add your sources and layers there)
 *
 * No request leaves the page's own host; labels are drawn with the page's own letters; all colours are tokens.
 */
import {
  Map as MapLibre,
  addProtocol,
  setWorkerUrl,
  type LngLatBoundsLike,
  type MapOptions,
  type PaddingOptions,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { Protocol } from "pmtiles";
import type { Words } from "../words";
import { POLAND } from "./country";
import { townDrawing } from "./images";
import { schematicStyle, type Ground } from "./style";
import { streetStyle } from "./streets";
import { onThemeChange } from "./tokens";
import "./map.scss";

/** How far the view may leave the country: as far as a phone's sheet needs to leave it in sight. */
const LIMITS: LngLatBoundsLike = [2, 38, 36, 63];

export interface BaseOptions {
  ground: Ground;
  words: Words;
  bounds?: readonly [number, number, number, number];
  padding?: number | PaddingOptions;
  center?: [number, number];
  zoom?: number;
  maxZoom?: number;
  interactive?: boolean;
}

export interface BaseMap {
  map: MapLibre;
  onStyle(apply: () => void): void;
}

let isPrepared = false;

function prepare(): void {
  if (isPrepared) return;
  isPrepared = true;
  setWorkerUrl(new URL(workerUrl, location.href).href);
  addProtocol("pmtiles", new Protocol().tile);
}

function cameraOf({ bounds, padding, center, zoom }: BaseOptions): Partial<MapOptions> {
  if (center) return { center, zoom: zoom ?? 14 };
  return {
    bounds: [...(bounds ?? POLAND)] as [number, number, number, number],
    fitBoundsOptions: { padding: padding ?? 24 },
  };
}

async function letters(): Promise<void> {
  const faces = ["400 14px KmzbMap", "700 14px KmzbMapBold", '600 14px "Source Sans 3"'];
  await Promise.all(faces.map((face) => document.fonts.load(face, "Łódź").catch(() => [])));
}

/** Makes a map in `element`; resolves once its style stands. Rejects where the browser cannot draw one. */
export async function createMap(element: HTMLElement, options: BaseOptions): Promise<BaseMap> {
  prepare();
  await letters();
  const style = () => {
    const { sources, layers } =
      options.ground.kind === "pmtiles"
        ? streetStyle(options.ground.url)
        : schematicStyle(options.ground.url, options.words);
    return { version: 8 as const, sources, layers };
  };
  const map = new MapLibre({
    container: element,
    style: style(),
    attributionControl: false,
    locale: { "Map.Title": options.words.mapTitle },
    fadeDuration: 0,
    maxBounds: LIMITS,
    maxZoom: options.maxZoom ?? 18,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    interactive: options.interactive ?? true,
    ...cameraOf(options),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const applies: (() => void)[] = [];
  const dress = () => {
    map.addImage("town", townDrawing().data, { pixelRatio: 3 });
    for (const apply of applies) apply();
  };
  await new Promise<void>((resolve) => void map.once("style.load", () => resolve()));
  dress();
  onThemeChange(() => {
    map.once("style.load", dress);
    map.setStyle(style(), { diff: false });
  });
  return {
    map,
    onStyle(apply) {
      applies.push(apply);
      apply();
    },
  };
}

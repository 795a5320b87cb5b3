import type { Map as MapLibre } from "maplibre-gl";
import type { Filters } from "../filters";
import type { Group } from "../map/clusters";
import { toLonLat, toWorld } from "../map/mercator";
import { around, boundsOf, fitting, middleOf, project, unproject, type Padding, type Viewport } from "../map/viewport";
import { heightOf } from "./heights";
import type { Sheet } from "./sheet";
import type { View } from "./address";
import type { Bounds } from "./source";

const PHONE_PX = 900;
/** Where the card of a mark begins to make sense of the place. */
const CLOSE = 13;
const FAR = 9;
const SHEET_STEP_PX = 320;
/** What is shown keeps so far from the sheet. */
const SHEET_GAP_PX = 12;
/** Where the page's styles put the map: under the 112 line of a phone; beside the panel, under head and line of a desk. */
const PHONE_TOP_PX = 48;
const [DESK_LEFT_PX, DESK_TOP_PX] = [400, 100];

export const DEEPEST = 18;

export function isPhone(): boolean {
  return window.innerWidth < PHONE_PX;
}

export interface Frame {
  width: number;
  height: number;
  bottom: number;
}

/** The frame that the map will have, told by the window alone: nothing has to be laid out for it. */
export function expectedFrame(): Frame {
  const [left, top] = isPhone() ? [0, PHONE_TOP_PX] : [DESK_LEFT_PX, DESK_TOP_PX];
  const { innerWidth, innerHeight } = window;
  return { width: innerWidth - left, height: innerHeight - top, bottom: innerHeight };
}

/** What search field and sheet leave free; `covered` are pixels from the foot of the screen. */
function paddingIn(frame: Frame, covered: number): Padding {
  if (!isPhone()) return { top: 16, bottom: 28, left: 24, right: 24 };
  const hidden = Math.max(0, covered - (window.innerHeight - frame.bottom));
  return { top: 76, bottom: Math.min(hidden + SHEET_GAP_PX, frame.height - 160), left: 20, right: 20 };
}

/** What a map in that frame shows at first: the view of the address, else what holds the box. */
export function firstView(view: View | null, box: Bounds, frame: Frame): Viewport {
  const { width, height } = frame;
  const padding = paddingIn(frame, heightOf("half"));
  if (view) return around([view.lon, view.lat], view.zoom, padding, width, height);
  return fitting(box, padding, width, height, DEEPEST);
}

/** Looks at the free part of the map: what search field and sheet leave of it. */
export class Camera {
  /** Set once the map stands; before that nothing moves. */
  map: MapLibre | null = null;

  /** `first` is what the map will show when it comes. */
  constructor(
    private readonly frame: HTMLElement,
    private readonly sheet: Sheet,
    private readonly first: Viewport,
  ) {}

  /** What is covered by search field and sheet, `most` pixels of the sheet at most. */
  padding(most = Infinity): Padding {
    return paddingIn(this.frame.getBoundingClientRect(), Math.min(most, this.sheet.covered()));
  }

  /** What the map shows, or will show. */
  get viewport(): Viewport {
    if (!this.map) return this.first;
    const { lng, lat } = this.map.getCenter();
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    return { center: [lng, lat], zoom: this.map.getZoom(), width, height };
  }

  /** What the address tells of the map, so that it means the same on every screen: the middle of what is seen. */
  view(): View {
    const [lon, lat] = middleOf(this.viewport, this.padding(heightOf("half")));
    return { zoom: this.viewport.zoom, lon, lat };
  }

  /** The box of the whole map, also where something lies over it. */
  bounds(): Bounds {
    return boundsOf(this.viewport);
  }

  /** Where a point stands on the map, in pixels. */
  project(lonLat: readonly [number, number]): { x: number; y: number } {
    return project(this.viewport, toWorld(...lonLat));
  }

  /** How much of the map no sheet covers, from its upper left corner, in pixels; `most` as for `padding`. */
  free(most = Infinity): { width: number; height: number } {
    const { width, height } = this.viewport;
    return { width, height: isPhone() ? height - this.padding(most).bottom + SHEET_GAP_PX : height };
  }

  /**
   * The box of what nothing covers, as the API's `bbox`: what "in this view" means. A sheet that was drawn up to be read
   * tells of the view that it came from.
   */
  seen(): string {
    const view = this.viewport;
    const { width, height } = this.free(heightOf("half"));
    const [a, b] = [unproject(view, 0, 0), unproject(view, width, height)];
    const clamp = (value: number, most: number) => Math.min(most, Math.max(-most, value)).toFixed(5);
    return [clamp(a[0], 180), clamp(b[1], 85), clamp(b[0], 180), clamp(a[1], 85)].join(",");
  }

  /** What was in the middle of the free part stays there when the sheet moves. */
  followSheet(before: string | undefined, now: string): void {
    const isFreed = before === "half" && now === "low";
    const isCovered = before === "low" && now === "half";
    if (isPhone() && (isFreed || isCovered))
      this.map?.panBy([0, ((isFreed ? -1 : 1) * SHEET_STEP_PX) / 2], { duration: 160 });
  }

  /** What counts are limited to: what is seen, unless a place was chosen, which is counted whole. */
  box({ unit, area }: Filters): Record<string, string> {
    return unit || area ? {} : { bbox: this.seen() };
  }

  showBox(box: Bounds): void {
    this.map?.fitBounds([...box] as [number, number, number, number], {
      padding: this.padding(),
      maxZoom: 14,
      duration: 500,
    });
  }

  showPoint(lonLat: [number, number]): void {
    this.map?.easeTo({ center: lonLat, zoom: 14, offset: this.offset() });
  }

  /** Goes deep enough that the group falls apart, never less than a step. */
  showGroup(group: Group): void {
    if (!this.map) return;
    const corners = group.members.map(toLonLat);
    const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
    const box: [number, number, number, number] = [
      Math.min(...lons),
      Math.min(...lats),
      Math.max(...lons),
      Math.max(...lats),
    ];
    const now = this.map.getZoom();
    const wanted = this.map.cameraForBounds(box, { padding: this.padding() })?.zoom ?? 0;
    const zoom = Math.min(DEEPEST, Math.max(now + 1.5, Math.min(wanted, now + 3)));
    this.map.easeTo({ center: toLonLat(group), zoom, offset: this.offset(), duration: 400 });
  }

  /** Moves only when the point is hidden or the country too small to tell where it is. */
  bringIntoView(lonLat: [number, number]): void {
    if (!this.map) return;
    const { x, y } = this.map.project(lonLat);
    const { width, height } = this.frame.getBoundingClientRect();
    const { top, bottom } = this.padding();
    const isSeen = x > 40 && x < width - 40 && y > top - 20 && y < height - bottom - 20;
    if (isSeen && this.map.getZoom() >= FAR) return;
    this.map.easeTo({
      center: lonLat,
      zoom: Math.max(this.map.getZoom(), CLOSE),
      offset: this.offset(),
      duration: 300,
    });
  }

  /** From the middle of the map to the middle of what can be seen of it. */
  private offset(): [number, number] {
    const { top, bottom } = this.padding();
    return [0, (top - bottom) / 2];
  }
}

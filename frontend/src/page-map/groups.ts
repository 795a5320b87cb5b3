import { groupPoints, type Group } from "../map/clusters";
import { boundsOf, type Viewport } from "../map/viewport";
import { isPhone } from "./camera";
import type { TileSource } from "./source";

const PHONE_SCALE = 0.84;

/** The marks of a view as they are drawn. */
export function groupsOf(source: TileSource, view: Viewport): Group[] {
  return groupPoints(source.points(boundsOf(view), view.zoom), view.zoom, isPhone() ? PHONE_SCALE : 1);
}

import { groupPoints, type Group, type Point } from "../map/clusters";
import { boundsOf, type Viewport } from "../map/viewport";
import { countsWithin, totalOf, type Status } from "../statuses";
import { isPhone } from "./camera";
import type { TileSource } from "./source";

const PHONE_SCALE = 0.84;

/** The marks of a view as they are drawn; of some statuses only, where some are named. */
export function groupsOf(source: TileSource, view: Viewport, statuses?: ReadonlySet<Status>): Group[] {
  const points = source.points(boundsOf(view), view.zoom);
  return groupPoints(statuses ? pointsWithin(points, statuses) : points, view.zoom, isPhone() ? PHONE_SCALE : 1);
}

/** What is left of the points. Their numbers are exact; a cell's place stays the middle of all that lies in it. */
export function pointsWithin(points: readonly Point[], statuses: ReadonlySet<Status>): Point[] {
  return points
    .map((point) => ({ ...point, counts: countsWithin(point.counts, statuses) }))
    .filter(({ counts }) => totalOf(counts) > 0);
}

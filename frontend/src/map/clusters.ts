import Supercluster, { type ClusterProperties } from "supercluster";
import { addCounts, totalOf, type Counts } from "../statuses";
import { ringRadius } from "./rings";
import { toLonLat } from "./mercator";

/** What a tile says of one cell or one mark. Coordinates are parts of the world's side, 0 to 1. */
export interface Point {
  x: number;
  y: number;
  counts: Counts;
  id: string | null;
  category: string | null;
  status: string | null;
}

/** What is drawn: a sign for one mark, else a ring. `members` are the points it stands for. */
export interface Group {
  x: number;
  y: number;
  counts: Counts;
  count: number;
  radius: number;
  members: readonly Point[];
}

const SIDE_PX = 512;
const REACH_PX = 62;
const BETWEEN_PX = 3;

interface Sum {
  counts: Counts;
}

/**
 * Merges neighbours until no two rings or signs touch at this zoom. No mark is lost or counted twice: the sums of the
 * groups are the sums of the points.
 */
export function groupPoints(points: readonly Point[], zoom: number, scale = 1): Group[] {
  return partTouching(neighbours(points, zoom, scale), zoom, scale);
}

function neighbours(points: readonly Point[], zoom: number, scale: number): Group[] {
  const level = Math.min(20, Math.max(0, Math.floor(zoom)));
  const index = new Supercluster<{ point: Point }, Sum>({
    radius: (REACH_PX * scale) / 2 ** (zoom - level),
    extent: SIDE_PX,
    minZoom: level,
    maxZoom: level,
    minPoints: 2,
    map: ({ point }) => ({ counts: point.counts }),
    reduce: (sum, { counts }) => {
      sum.counts = addCounts(sum.counts, counts);
    },
  });
  index.load(
    points.map((point) => ({
      type: "Feature",
      properties: { point },
      geometry: { type: "Point", coordinates: toLonLat(point) },
    })),
  );
  return index.getClusters([-180, -85, 180, 85], level).map((feature) => {
    const properties = feature.properties as Partial<ClusterProperties> & Partial<Sum> & { point?: Point };
    if (properties.point) return groupOf([properties.point], scale);
    return groupOf(
      index.getLeaves(properties.cluster_id!, Infinity).map((leaf) => leaf.properties.point),
      scale,
    );
  });
}

function groupOf(members: readonly Point[], scale: number): Group {
  let counts = members[0]!.counts;
  let [x, y, weight] = [0, 0, 0];
  members.forEach((member, i) => {
    if (i > 0) counts = addCounts(counts, member.counts);
    const count = totalOf(member.counts);
    x += member.x * count;
    y += member.y * count;
    weight += count;
  });
  return {
    x: x / weight,
    y: y / weight,
    counts,
    count: weight,
    radius: ringRadius(weight, weight > 1 ? scale : 1),
    members,
  };
}

/** Joins the two that overlap most, again and again, until all stand free. */
function partTouching(groups: Group[], zoom: number, scale: number): Group[] {
  const side = SIDE_PX * 2 ** zoom;
  const free = [...groups];
  for (;;) {
    const pair = worstPair(free, side);
    if (!pair) return free;
    const [i, j] = pair;
    const joined = groupOf([...free[i]!.members, ...free[j]!.members], scale);
    free.splice(j, 1);
    free.splice(i, 1, joined);
  }
}

function worstPair(groups: readonly Group[], side: number): [number, number] | null {
  let worst: [number, number] | null = null;
  let least = 0;
  for (let i = 0; i < groups.length; i++) {
    for (let j = i + 1; j < groups.length; j++) {
      const [a, b] = [groups[i]!, groups[j]!];
      const reach = a.radius + b.radius + BETWEEN_PX;
      const dx = (a.x - b.x) * side;
      if (Math.abs(dx) > reach) continue;
      const spare = Math.hypot(dx, (a.y - b.y) * side) - reach;
      if (spare < least) [worst, least] = [[i, j], spare];
    }
  }
  return worst;
}

/** Whether all members of a group lie on one spot, so that no zoom can part them. */
export function isOneSpot(group: Group): boolean {
  const [first] = group.members;
  return group.members.every((member) => Math.hypot(member.x - first!.x, member.y - first!.y) < 2e-8);
}

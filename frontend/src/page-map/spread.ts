import type { Group, Point } from "../map/clusters";
import { ringRadius } from "../map/rings";
import { totalOf } from "../statuses";
import type { Leg } from "./painter";

/** More marks than this on one spot are listed instead: their legs would cover the town. */
export const MOST_LEGS = 20;

const SIDE_PX = 512;
const BETWEEN_PX = 38;
const LEAST_PX = 44;
const CIRCLE_MOST = 8;
const SPIRAL_STEP_PX = 5.2;

/** Offsets in pixels for so many marks around one spot: a circle for few, a spiral for more; none covers another. */
export function places(count: number): [x: number, y: number][] {
  if (count <= CIRCLE_MOST) {
    const radius = Math.max(LEAST_PX, (BETWEEN_PX * count) / (2 * Math.PI));
    return Array.from({ length: count }, (_, i) => {
      const angle = -Math.PI / 2 + (2 * Math.PI * i) / count;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
  }
  let [radius, angle] = [LEAST_PX, -Math.PI / 2];
  return Array.from({ length: count }, () => {
    const place: [number, number] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    angle += BETWEEN_PX / radius;
    radius += SPIRAL_STEP_PX;
    return place;
  });
}

/** One group of marks on one spot, laid out so that each can be seen and opened. */
export class Spread {
  constructor(
    private readonly middle: Point,
    private readonly zoom: number,
  ) {}

  /** The groups with the spread one replaced by its marks, and their legs; null when no such group is there any more. */
  apply(groups: readonly Group[], zoom: number): { groups: Group[]; legs: Leg[] } | null {
    const spread = groups.find((group) => isAt(group, this.middle));
    if (!spread || spread.members.length < 2 || spread.members.length > MOST_LEGS) return null;
    if (Math.abs(zoom - this.zoom) > 0.6) return null;
    const side = SIDE_PX * 2 ** zoom;
    const around = places(spread.members.length);
    const marks = spread.members.map((member, i) => {
      const [x, y] = around[i] ?? [0, 0];
      return alone(member, spread.x + x / side, spread.y + y / side);
    });
    return {
      groups: [...groups.filter((group) => group !== spread), ...marks],
      legs: marks.map(({ x, y }) => ({ from: spread, to: { x, y } })),
    };
  }
}

function isAt(group: Group, point: Point): boolean {
  return group.members.some((member) => member.x === point.x && member.y === point.y && member.id === point.id);
}

function alone(member: Point, x: number, y: number): Group {
  const count = totalOf(member.counts);
  return { x, y, counts: member.counts, count, radius: ringRadius(count), members: [member] };
}

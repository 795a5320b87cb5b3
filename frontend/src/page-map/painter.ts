import type { Group } from "../map/clusters";
import type { World } from "../map/mercator";
import { isStatus, type Status } from "../statuses";

/** The mark whose card is open: it stays drawn, also where its group would be a ring. */
export interface Selected {
  id: string;
  status: Status;
  lonLat: [number, number];
}

/** The line from a spot to a mark that was moved off it to be seen. */
export interface Leg {
  from: World;
  to: World;
}

/** Draws rings and signs: at first a plain picture, then a layer of the map. */
export interface Painter {
  show(groups: readonly Group[], legs: readonly Leg[]): Promise<void> | void;
  /** Resolves in a frame that holds what was shown last. */
  drawn(): Promise<void>;
  select(selected: Selected | null): void;
  /** Marks one group as pointed at or focused; null as none. */
  point(index: number | null): void;
}

/** The status whose sign stands for the group; null where a ring does. */
export function signOf(group: Group): Status | null {
  const status = group.members[0]?.status;
  return group.count === 1 && status && isStatus(status) ? status : null;
}

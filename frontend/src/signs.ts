import drawings from "./signs.json";
import type { Status } from "./statuses";

/** The drawing inside the 24 × 24 sign of a status. */
export function signPath(status: Status): string {
  return drawings[status];
}

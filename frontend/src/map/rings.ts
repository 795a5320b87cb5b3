import { OPEN_COUNT, STATUSES, totalOf, type Counts, type Status } from "../statuses";

/** One arc of a ring: angles in radians from the top, clockwise; radius of its middle line. */
export interface Arc {
  status: Status;
  from: number;
  to: number;
  radius: number;
  width: number;
}

const LEAST = 15;
const MOST = 31;
const GAP_PX = 1.6;
const MARGIN_PX = 1.5;

const DIGIT_PX = 6.3;
const DIGIT_HEIGHT_PX = 8.5;
const SPACE_PX = 2.4;
const AROUND_NUMBER_PX = 7;

/** Radius in pixels of the ring of so many marks: by the root of the count, and never too small for the number. */
export function ringRadius(count: number, scale = 1): number {
  const byCount = Math.min(MOST, Math.max(LEAST, 11 + 0.62 * Math.sqrt(count))) * scale;
  return Math.max(byCount, roomFor(count));
}

/** The corners of the number touch no arc. */
function roomFor(count: number): number {
  const digits = String(count).length;
  const width = digits * DIGIT_PX + Math.floor((digits - 1) / 3) * SPACE_PX;
  return Math.hypot(width, DIGIT_HEIGHT_PX) / 2 + AROUND_NUMBER_PX;
}

/**
 * The arcs of a ring, clockwise from the top in the order of the statuses, parted by gaps. A part too small for its gap
 * keeps its place and is not drawn: the list of numbers beside the ring has it.
 */
export function ringArcs(counts: Counts, radius: number): Arc[] {
  const total = totalOf(counts);
  const thick = radius > 20 ? 5.5 : 4.5;
  const outer = radius - MARGIN_PX;
  const gap = counts.filter(Boolean).length > 1 ? GAP_PX / outer : 0;
  const arcs: Arc[] = [];
  let angle = 0;
  counts.forEach((count, i) => {
    const sweep = total ? (count / total) * 2 * Math.PI : 0;
    const width = i < OPEN_COUNT ? thick : thick * 0.45;
    const status = STATUSES[i];
    if (status && sweep > gap * 1.4) {
      arcs.push({ status, from: angle + gap / 2, to: angle + sweep - gap / 2, radius: outer - width / 2, width });
    }
    angle += sweep;
  });
  return arcs;
}

/** Size in pixels of the number inside a ring. */
export function ringFont(count: number, radius: number): number {
  if (count > 9999) return 12;
  if (count > 999 && radius < 27) return 12;
  if (radius > 24) return 15;
  return radius > 20 ? 13.5 : 12.5;
}

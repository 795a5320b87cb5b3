/** The three heights of the phone's sheet, and the one of an open card. */
export type Height = "low" | "half" | "full" | "card";

/** Pixels from the foot of the screen. */
export function heightOf(height: Height): number {
  const most = window.innerHeight - 56;
  return Math.min(most, { low: 96, half: 416, full: most, card: window.innerHeight - 212 }[height]);
}

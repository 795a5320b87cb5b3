import { describe, expect, it } from "vitest";
import { ringArcs, ringFont, ringRadius } from "../src/map/rings";
import type { Counts } from "../src/statuses";

const FULL: Counts = [10, 20, 30, 15, 20, 5];

describe("ringRadius", () => {
  it("grows with the root of the count", () => {
    expect(ringRadius(305)).toBeCloseTo(11 + 0.62 * Math.sqrt(305));
  });

  it("stays between 15 and 31 pixels", () => {
    expect(ringRadius(1)).toBe(15);
    expect(ringRadius(9_999)).toBe(31);
  });

  it("is as large as its number needs, small screens included", () => {
    const counts = [2, 9, 10, 17, 99, 100, 305, 999, 1_000, 9_999, 10_000, 412_908, 3_412_908, 35_000_000];
    for (const count of counts) {
      for (const scale of [0.84, 1]) {
        const radius = ringRadius(count, scale);
        const [arc] = ringArcs([count, 0, 0, 0, 0, 0], radius);
        const digits = String(count).length;
        // A digit of this family is half as wide as its size, and two thirds as high.
        const size = ringFont(count, radius);
        const width = digits * 0.5 * size + Math.floor((digits - 1) / 3) * 2;
        expect(Math.hypot(width, 0.66 * size) / 2, `${count}`).toBeLessThan(arc!.radius - arc!.width / 2);
        expect(radius).toBeLessThan(45);
      }
    }
  });
});

describe("ringArcs", () => {
  it("goes clockwise from the top in the order of the statuses", () => {
    const arcs = ringArcs(FULL, 25);
    expect(arcs.map((arc) => arc.status)).toEqual([
      "new",
      "verification",
      "confirmed",
      "confirmed_referred",
      "confirmed_eliminated",
      "not_confirmed",
    ]);
    expect(arcs[0]!.from).toBeGreaterThan(0);
    arcs.slice(1).forEach((arc, i) => expect(arc.from).toBeGreaterThan(arcs[i]!.to));
    expect(arcs.at(-1)!.to).toBeLessThan(2 * Math.PI);
  });

  it("draws open statuses thick and closed ones thin", () => {
    const arcs = ringArcs(FULL, 25);
    const [thick, thin] = [arcs.slice(0, 4), arcs.slice(4)];
    expect(new Set(thick.map((arc) => arc.width)).size).toBe(1);
    expect(thin.every((arc) => arc.width < thick[0]!.width / 2)).toBe(true);
  });

  it("keeps every arc inside the ring", () => {
    for (const arc of ringArcs(FULL, 15)) expect(arc.radius + arc.width / 2).toBeLessThan(15);
  });

  it("closes the circle when there is one status only", () => {
    const [arc, ...rest] = ringArcs([0, 7, 0, 0, 0, 0], 20);
    expect(rest).toEqual([]);
    expect(arc!.to - arc!.from).toBeCloseTo(2 * Math.PI);
  });

  it("draws nothing for a part smaller than its gap, and leaves its place", () => {
    const arcs = ringArcs([1, 0, 9999, 0, 0, 0], 31);
    expect(arcs.map((arc) => arc.status)).toEqual(["confirmed"]);
    expect(arcs[0]!.from).toBeGreaterThan((2 * Math.PI) / 10_000);
  });

  it("draws nothing when there is nothing", () => {
    expect(ringArcs([0, 0, 0, 0, 0, 0], 20)).toEqual([]);
  });
});

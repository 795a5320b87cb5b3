import { describe, expect, it } from "vitest";
import { fold, matches } from "../src/fold";
import { lengthOf } from "../src/report/content";
import { boxAround, coordinatesText, isNearPoland, readDegrees } from "../src/report/place";
import { distanceBetween, moved } from "../src/numbers";

describe("searching a category", () => {
  it("does not mind Polish letters", () => {
    expect(matches(fold("Dzikie wysypiska śmieci"), fold("smieci"))).toBe(true);
    expect(matches(fold("Kłusownictwo"), fold("klus"))).toBe(true);
  });

  it("wants every word", () => {
    expect(matches(fold("pies łańcuch"), fold("pies kot"))).toBe(false);
  });
});

describe("typed coordinates", () => {
  it("are read with comma and dot", () => {
    expect([readDegrees("51,3792"), readDegrees(" 51.3792 "), readDegrees("51,3792° N")]).toEqual([
      51.3792, 51.3792, 51.3792,
    ]);
  });

  it("are refused when they are none", () => {
    for (const text of ["", "abc", "51.3792.1", "1e5", "NaN", "51 22"]) expect(readDegrees(text)).toBeNaN();
  });

  it("are refused when swapped or far away", () => {
    expect(isNearPoland(20.2795, 51.3792)).toBe(true);
    expect(isNearPoland(51.3792, 20.2795)).toBe(false);
    expect(isNearPoland(Number.NaN, 51)).toBe(false);
  });

  it("are shown in the language's own numbers", () => {
    expect(coordinatesText(20.2795, 51.3792, "pl-PL").replaceAll("\u00a0", " ")).toBe("51,3792 N, 20,2795 E");
  });
});

describe("the pin", () => {
  it("moves by five metres", () => {
    const from: [number, number] = [20.2795, 51.3792];
    for (const [east, north] of [
      [5, 0],
      [-5, 0],
      [0, 5],
      [0, -5],
    ] as const) {
      expect(distanceBetween(from, moved(from, east, north))).toBeCloseTo(5, 0);
    }
  });

  it("comes back when moved there and back", () => {
    const from: [number, number] = [20.2795, 51.3792];
    expect(distanceBetween(from, moved(moved(from, 5, 5), -5, -5))).toBeLessThan(0.2);
  });

  it("looks around itself in a box of that many metres", () => {
    const [west, south, east, north] = boxAround(20, 51, 200).split(",").map(Number) as [
      number,
      number,
      number,
      number,
    ];
    expect(distanceBetween([west, 51], [20, 51])).toBeCloseTo(200, 0);
    expect(distanceBetween([20, south], [20, north])).toBeCloseTo(400, 0);
    expect(east - 20).toBeCloseTo(20 - west, 5);
  });
});

describe("the length of a description", () => {
  it("counts code points, not halves of them", () => {
    expect(lengthOf("🐕🐕")).toBe(2);
  });

  it("counts as the server stores: composed, one mark for a new line", () => {
    expect(lengthOf("o\u0301\r\n")).toBe(2);
  });
});

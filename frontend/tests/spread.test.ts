import { describe, expect, it } from "vitest";
import { groupPoints, type Group, type Point } from "../src/map/clusters";
import { toWorld } from "../src/map/mercator";
import { MOST_LEGS, places, Spread } from "../src/page-map/spread";
import { addCounts, countsOf, NO_COUNTS } from "../src/statuses";

const ZOOM = 18;

function onOneSpot(count: number, lon = 20): Point[] {
  return Array.from({ length: count }, (_, i) => ({
    ...toWorld(lon, 51),
    counts: countsOf({ new: 1 }),
    id: `${lon}-${i}`,
    category: "speeding",
    status: "new",
  }));
}

function sum(groups: readonly Group[]) {
  return groups.reduce((all, { counts }) => addCounts(all, counts), NO_COUNTS);
}

function spread(points: Point[], zoom = ZOOM) {
  const groups = groupPoints(points, ZOOM);
  return new Spread(points[0]!, ZOOM).apply(groups, zoom);
}

describe("places around a spot", () => {
  for (let count = 2; count <= MOST_LEGS; count++) {
    it(`leave room for each of ${count} signs`, () => {
      const all = places(count);
      expect(all).toHaveLength(count);
      all.forEach(([x, y], i) => {
        expect(Math.hypot(x, y)).toBeGreaterThan(40);
        for (const [a, b] of all.slice(i + 1)) expect(Math.hypot(x - a, y - b)).toBeGreaterThanOrEqual(32);
      });
    });
  }
});

describe("a spread spot", () => {
  it("shows every mark alone, with a leg to the spot, and loses none", () => {
    const points = [...onOneSpot(5), ...onOneSpot(1, 20.01)];
    const shown = spread(points)!;
    expect(shown.groups).toHaveLength(6);
    expect(shown.legs).toHaveLength(5);
    expect(sum(shown.groups)).toEqual(countsOf({ new: 6 }));
    expect(shown.groups.map(({ members }) => members.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("keeps the number of several reports in one row", () => {
    const points = onOneSpot(3);
    points[1] = { ...points[1]!, id: null, category: null, status: null, counts: countsOf({ not_confirmed: 12 }) };
    const counts = spread(points)!.groups.map(({ count }) => count);
    expect(counts.sort((a, b) => a - b)).toEqual([1, 1, 12]);
  });

  it("folds when the map goes to another zoom", () => {
    expect(spread(onOneSpot(5), ZOOM - 1)).toBeNull();
  });

  it("folds when its marks are gone, or too many, or one alone", () => {
    const [mark] = onOneSpot(1);
    expect(new Spread(mark!, ZOOM).apply(groupPoints(onOneSpot(3, 21), ZOOM), ZOOM)).toBeNull();
    expect(spread(onOneSpot(MOST_LEGS + 1))).toBeNull();
    expect(spread(onOneSpot(1))).toBeNull();
  });
});

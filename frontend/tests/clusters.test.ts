import { describe, expect, it } from "vitest";
import { groupPoints, isOneSpot, type Group, type Point } from "../src/map/clusters";
import { toLonLat, toWorld } from "../src/map/mercator";
import { addCounts, countsOf, NO_COUNTS, STATUSES, totalOf } from "../src/statuses";

/** A small generator with a seed: the same points in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32;
}

function country(seed: number, size: number): Point[] {
  const next = dice(seed);
  return Array.from({ length: size }, (_, i) => {
    const isCity = next() < 0.5;
    const [lon, lat] = isCity ? [21 + next() * 0.2, 52.2 + next() * 0.1] : [14.2 + next() * 9.8, 49.1 + next() * 5.6];
    const counts = countsOf(Object.fromEntries(STATUSES.map((status) => [status, Math.floor(next() * 4)])));
    const some = totalOf(counts) ? counts : countsOf({ new: 1 });
    return { ...toWorld(lon, lat), counts: some, id: `id${i}`, category: null, status: null };
  });
}

function sum(groups: readonly { counts: Point["counts"] }[]): Point["counts"] {
  return groups.reduce((all, { counts }) => addCounts(all, counts), NO_COUNTS);
}

function closest(groups: readonly Group[], zoom: number): number {
  let least = Number.POSITIVE_INFINITY;
  groups.forEach((a, i) => {
    for (const b of groups.slice(i + 1)) {
      least = Math.min(least, Math.hypot(a.x - b.x, a.y - b.y) * 512 * 2 ** zoom - a.radius - b.radius);
    }
  });
  return least;
}

describe("groupPoints", () => {
  for (const seed of [1, 2, 3]) {
    for (const zoom of [4.3, 5.9, 8, 11.7, 16, 18]) {
      it(`loses no mark and lets no rings touch (seed ${seed}, zoom ${zoom})`, () => {
        const points = country(seed, 300);
        const groups = groupPoints(points, zoom);
        expect(sum(groups)).toEqual(sum(points));
        expect(groups.flatMap((group) => group.members.map(({ id }) => id)).sort()).toEqual(
          points.map(({ id }) => id).sort(),
        );
        expect(closest(groups, zoom)).toBeGreaterThanOrEqual(0);
      });
    }
  }

  it("leaves marks alone that stand apart", () => {
    const points = country(4, 2).map((point, i) => ({ ...point, ...toWorld(15 + i * 5, 51) }));
    expect(groupPoints(points, 6)).toHaveLength(2);
  });

  it("answers an empty country with nothing", () => {
    expect(groupPoints([], 6)).toEqual([]);
  });
});

describe("isOneSpot", () => {
  const at = (lon: number): Point => ({
    ...toWorld(lon, 51),
    counts: countsOf({ new: 1 }),
    id: "a",
    category: null,
    status: "new",
  });

  it("knows marks of one grid cell", () => {
    expect(isOneSpot(groupPoints([at(20), at(20)], 18)[0]!)).toBe(true);
  });

  it("tells neighbours that a deeper zoom would part", () => {
    expect(isOneSpot(groupPoints([at(20), at(20.0001)], 16)[0]!)).toBe(false);
  });
});

describe("mercator", () => {
  it("comes back to where it began", () => {
    const [lon, lat] = toLonLat(toWorld(20.2795, 51.3792));
    expect(lon).toBeCloseTo(20.2795, 9);
    expect(lat).toBeCloseTo(51.3792, 9);
  });
});

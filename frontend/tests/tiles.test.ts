import { describe, expect, it } from "vitest";
import { tileLevel, tilesOf } from "../src/map/tiles";

describe("tilesOf", () => {
  it("covers the box and no more", () => {
    expect(tilesOf([14.1, 49, 24.1, 54.8], 4)).toEqual([
      { z: 4, x: 8, y: 5 },
      { z: 4, x: 9, y: 5 },
    ]);
  });

  it("stays inside the world", () => {
    expect(tilesOf([-500, -89, 500, 89], 0)).toEqual([{ z: 0, x: 0, y: 0 }]);
  });
});

describe("tileLevel", () => {
  it("is one deeper than the map, between 0 and 16", () => {
    expect([-1, 5.9, 15.2, 18].map(tileLevel)).toEqual([0, 6, 16, 16]);
  });
});

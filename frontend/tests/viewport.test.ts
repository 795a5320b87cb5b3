import { describe, expect, it } from "vitest";
import { POLAND } from "../src/map/country";
import { toWorld } from "../src/map/mercator";
import { around, boundsOf, fitting, middleOf, project, unproject } from "../src/map/viewport";

const PADDING = { top: 76, bottom: 380, left: 20, right: 20 };

describe("the view that holds a box", () => {
  const view = fitting(POLAND, PADDING, 390, 796, 18);

  it("keeps it in the free part, touching two edges", () => {
    const [west, south, east, north] = POLAND;
    const [a, b] = [project(view, toWorld(west, north)), project(view, toWorld(east, south))];
    expect(a.x).toBeCloseTo(20, 6);
    expect(b.x).toBeCloseTo(370, 6);
    expect(a.y).toBeGreaterThanOrEqual(76);
    expect(b.y).toBeLessThanOrEqual(796 - 380);
  });

  it("goes no deeper than asked", () => {
    expect(fitting([20, 51, 20.00001, 51.00001], PADDING, 390, 796, 14).zoom).toBe(14);
  });

  it("stands also where the padding leaves no room", () => {
    expect(Number.isFinite(fitting(POLAND, { ...PADDING, top: 900 }, 390, 796, 18).zoom)).toBe(true);
  });
});

describe("the view around a point", () => {
  const view = around([20.28, 51.38], 15, PADDING, 390, 796);

  it("has it in the middle of the free part", () => {
    const { x, y } = project(view, toWorld(20.28, 51.38));
    expect(x).toBeCloseTo(195, 6);
    expect(y).toBeCloseTo((76 + 796 - 380) / 2, 6);
  });

  it("tells the same point again", () => {
    const [lon, lat] = middleOf(view, PADDING);
    expect(lon).toBeCloseTo(20.28, 9);
    expect(lat).toBeCloseTo(51.38, 9);
  });
});

describe("pixels", () => {
  const view = { center: [20, 52] as [number, number], zoom: 7.3, width: 800, height: 600 };

  it("come back to the place that they show", () => {
    const { x, y } = project(view, toWorld(21.5, 51.2));
    const [lon, lat] = unproject(view, x, y);
    expect(lon).toBeCloseTo(21.5, 9);
    expect(lat).toBeCloseTo(51.2, 9);
  });

  it("of the middle show the centre, and the edges lie around it", () => {
    expect(project(view, toWorld(20, 52))).toEqual({ x: 400, y: 300 });
    const [west, south, east, north] = boundsOf(view);
    expect(west).toBeLessThan(20);
    expect(south).toBeLessThan(52);
    expect(east).toBeGreaterThan(20);
    expect(north).toBeGreaterThan(52);
  });
});

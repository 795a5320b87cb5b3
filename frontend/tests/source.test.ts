import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NO_FILTERS } from "../src/filters";
import { Sources, type Bounds } from "../src/page-map/source";

const { signal } = new AbortController();
const asked: string[] = [];

function answer(status: number): void {
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return new Response(null, { status });
  });
}

async function load(bounds: Bounds, zoom: number): Promise<string[]> {
  await new Sources("/tiles/v1/live.json").of(NO_FILTERS).load(bounds, zoom, signal);
  return asked.map((url) => url.replace("/tiles/v1/live/", "")).sort();
}

describe("the tiles of a view", () => {
  beforeEach(() => {
    asked.length = 0;
    answer(204);
  });
  afterEach(() => vi.unstubAllGlobals());

  it("are those of the country, however far a phone sees beyond it", async () => {
    const seen: Bounds = [12.8, 40, 25.5, 62];
    expect(await load(seen, 4.4)).toEqual(["5/17/10.mvt", "5/17/11.mvt", "5/18/10.mvt", "5/18/11.mvt"]);
  });

  it("are all of them inside", async () => {
    expect(await load([20.9, 52.1, 21.1, 52.3], 9)).toHaveLength(4);
  });

  it("reach ten kilometres over the border, where reports may come from", async () => {
    const tenKilometres = 0.09;
    const south = 49 - tenKilometres;
    expect(await load([22, south, 22, south], 15)).toHaveLength(1);
    expect(asked[0]).toMatch(/16\/36772\/22[45]\d\d/);
  });
});

describe("tiles that are known", () => {
  const source = () => new Sources("/tiles/v1/live.json").of(NO_FILTERS);
  const TOWN: Bounds = [20.9, 52.1, 21.1, 52.3];
  const GOOD_FOR_MS = 5000;

  beforeEach(() => {
    vi.useFakeTimers();
    asked.length = 0;
    answer(204);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("are not asked for again while they are good, the missing ones are", async () => {
    const known = source();
    await known.load(TOWN, 9, signal);
    vi.advanceTimersByTime(GOOD_FOR_MS - 1);
    await known.load(TOWN, 9, signal, GOOD_FOR_MS);
    expect(asked).toHaveLength(4);
    await known.load([20.9, 52.1, 21.5, 52.3], 9, signal, GOOD_FOR_MS);
    expect(asked).toHaveLength(6);
  });

  it("are asked for once they are older, and are good anew after an answer that brought nothing new", async () => {
    const known = source();
    await known.load(TOWN, 9, signal);
    vi.advanceTimersByTime(GOOD_FOR_MS);
    expect(await known.load(TOWN, 9, signal, GOOD_FOR_MS)).toBe(false);
    expect(asked).toHaveLength(8);
    vi.advanceTimersByTime(1);
    await known.load(TOWN, 9, signal, GOOD_FOR_MS);
    expect(asked).toHaveLength(8);
  });

  it("are asked for whenever somebody looks for changes", async () => {
    const known = source();
    await known.load(TOWN, 9, signal);
    await known.load(TOWN, 9, signal);
    expect(asked).toHaveLength(8);
  });

  it("are not those that could not be had", async () => {
    const known = source();
    answer(503);
    await expect(known.load(TOWN, 9, signal)).rejects.toThrow("503");
    answer(204);
    await known.load(TOWN, 9, signal, GOOD_FOR_MS);
    expect(asked).toHaveLength(8);
  });
});

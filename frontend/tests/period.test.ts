import { describe, expect, it } from "vitest";
import { firstDay, lastDay, monthAt, monthNumber } from "../src/months";
import { barsPath } from "../src/page-map/histogram";
import { periodText, Scale } from "../src/page-map/period";
import { wordsOf } from "../src/words";

const OPEN = { from: null, to: null };

describe("a scale of months", () => {
  const scale = new Scale("2016-09", "2026-11");

  it("holds both ends", () => {
    expect([scale.length, scale.month(0), scale.month(122)]).toEqual([123, "2016-09", "2026-11"]);
  });

  it("is open at its ends, so that later reports belong to it", () => {
    expect(scale.periodOf({ first: 0, last: 123 })).toEqual(OPEN);
    expect(scale.spanOf(OPEN)).toEqual({ first: 0, last: 123 });
  });

  it("takes whole months and gives them back", () => {
    const period = { from: "2020-02-01", to: "2024-02-29" };
    expect(scale.periodOf(scale.spanOf(period))).toEqual(period);
  });

  it("widens days to their months", () => {
    expect(scale.periodOf(scale.spanOf({ from: "2020-02-10", to: "2020-02-12" }))).toEqual({
      from: "2020-02-01",
      to: "2020-02-29",
    });
  });

  it("keeps at least a month of a period that lies outside or ends before it begins", () => {
    expect(scale.spanOf({ from: "1999-01-01", to: "2001-01-01" })).toEqual({ first: 0, last: 1 });
    expect(scale.spanOf({ from: "2030-01-01", to: null })).toEqual({ first: 122, last: 123 });
    expect(scale.spanOf({ from: "2024-05-01", to: "2020-05-01" })).toEqual({ first: 92, last: 93 });
  });

  it("moves a window without changing its width, and stops at the ends", () => {
    const window = { first: 10, last: 22 };
    expect(scale.moved(window, 5)).toEqual({ first: 15, last: 27 });
    expect(scale.moved(window, -50)).toEqual({ first: 0, last: 12 });
    expect(scale.moved(window, 500)).toEqual({ first: 111, last: 123 });
  });

  it("puts counts in their places and leaves out what lies outside", () => {
    const counts = new Scale("2026-09", "2026-11").counts({ "2026-08": 7, "2026-10": 3 });
    expect(counts).toEqual([0, 3, 0]);
  });
});

describe("months", () => {
  it("come back from their number", () => {
    expect(["2016-01", "2019-12", "2026-11"].map((month) => monthAt(monthNumber(month)))).toEqual([
      "2016-01",
      "2019-12",
      "2026-11",
    ]);
  });

  it("know their first and last days", () => {
    expect([firstDay("2024-02"), lastDay("2024-02"), lastDay("2023-02"), lastDay("2023-12")]).toEqual([
      "2024-02-01",
      "2024-02-29",
      "2023-02-28",
      "2023-12-31",
    ]);
  });
});

describe("a period in words", () => {
  const say = (lang: string, from: string | null, to: string | null) =>
    periodText({ from, to }, "2026-11-23", wordsOf(lang)).replaceAll("\u00a0", " ");

  it("names months where it is of whole months", () => {
    expect(say("pl", "2025-01-01", "2025-12-31")).toBe("od stycznia 2025 do grudnia 2025");
    expect(say("en", "2025-01-01", "2025-12-31")).toBe("from January 2025 to December 2025");
    expect(say("uk", "2025-01-01", "2025-12-31")).toBe("з січня 2025 до грудня 2025");
  });

  it("names days where it cuts through months", () => {
    expect(say("pl", "2025-01-10", "2026-11-05")).toBe("od 10 stycznia 2025 do 5 listopada");
  });

  it("names only the end that it has", () => {
    expect([say("pl", null, "2020-05-31"), say("pl", null, null)]).toEqual(["do maja 2020", ""]);
  });
});

describe("bars", () => {
  it("are as high as their share of the most", () => {
    expect(barsPath([2, 0, 4], 30, 40)).toBe("M0.75 40v-20h8.5v20zM20.75 40v-40h8.5v40z");
  });

  it("never hide a month with few", () => {
    expect(barsPath([1, 100_000], 20, 40)).toContain("v-1h");
  });

  it("of nothing are nothing", () => {
    expect([barsPath([], 30, 40), barsPath([0, 0], 30, 40)]).toEqual(["", ""]);
  });
});

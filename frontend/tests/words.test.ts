import { describe, expect, it } from "vitest";
import {
  addDays,
  addMonth,
  daysUntil,
  dayText,
  isoWeekday,
  leftText,
  recurrenceText,
  untilText,
  warsawToday,
} from "../src/dates";
import { metres, thin } from "../src/numbers";
import { placeName } from "../src/place-name";
import { wordsOf } from "../src/words";

const [pl, en, uk] = [wordsOf("pl"), wordsOf("en"), wordsOf("uk")];
const TODAY = "2026-11-22";
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("plurals", () => {
  it("are right in Polish", () => {
    expect([0, 1, 2, 5, 12, 22, 25, 101, 104, 112].map((n) => pl.inThisView(n).split(" ")[0])).toEqual([
      "zgłoszeń",
      "zgłoszenie",
      "zgłoszenia",
      "zgłoszeń",
      "zgłoszeń",
      "zgłoszenia",
      "zgłoszeń",
      "zgłoszeń",
      "zgłoszenia",
      "zgłoszeń",
    ]);
  });

  it("are right in Ukrainian, where 21 is like 1", () => {
    expect([1, 2, 5, 11, 21].map((n) => plain(uk.daysLeft(n)))).toEqual([
      "залишився 1 день",
      "залишилося 2 дні",
      "залишилося 5 днів",
      "залишилося 11 днів",
      "залишився 21 день",
    ]);
  });

  it("are right in English", () => {
    expect([1, 2].map((n) => en.inThisView(n))).toEqual(["report in this view", "reports in this view"]);
  });
});

describe("days", () => {
  it("are said as people say them", () => {
    expect(plain(untilText("2026-11-25", TODAY, pl))).toBe("do środy 25 listopada");
    expect(plain(untilText("2026-11-25", TODAY, en))).toBe("by Wednesday 25 November");
    expect(plain(untilText("2026-11-25", TODAY, uk))).toBe("до середи 25 листопада");
  });

  it("name the year when it is another one", () => {
    expect(plain(dayText("2025-12-01", TODAY, pl))).toBe("1 grudnia 2025");
  });

  it("are counted over the change of the clocks", () => {
    expect(daysUntil("2026-10-26", "2026-10-24")).toBe(2);
    expect(addDays("2026-10-24", 2)).toBe("2026-10-26");
  });

  it("tell what is left, what is due and what is late", () => {
    expect([3, 1, 0, -1].map((n) => plain(leftText(addDays(TODAY, n), TODAY, pl)))).toEqual([
      "zostały 3 dni",
      "został 1 dzień",
      "to dziś",
      "1 dzień po terminie",
    ]);
  });

  it("begin at midnight in Warsaw", () => {
    expect(warsawToday(new Date("2026-11-22T23:30:00Z"))).toBe("2026-11-23");
    expect(warsawToday(new Date("2026-07-22T21:30:00Z"))).toBe("2026-07-22");
  });

  it("begin their week on Monday", () => {
    expect([isoWeekday("2026-11-23"), isoWeekday("2026-11-22")]).toEqual([1, 7]);
  });
});

describe("recurrence", () => {
  it("joins a run of days", () => {
    expect(recurrenceText([5, 1, 2, 3, 4], "afternoon", pl)).toBe("od poniedziałku do piątku, po południu (12–18)");
  });

  it("names days that are no run", () => {
    expect(recurrenceText([6, 7], null, pl)).toBe("soboty, niedziele");
  });

  it("says nothing when nothing was said", () => {
    expect(recurrenceText([], null, pl)).toBe("");
  });
});

describe("numbers", () => {
  it("are parted by thin spaces", () => {
    expect([757, 2389, 14832, 1234567].map(thin)).toEqual(["757", "2\u2009389", "14\u2009832", "1\u2009234\u2009567"]);
  });

  it("of metres are rounded as people do", () => {
    expect([3, 84, 1240].map((n) => plain(metres(n, "pl-PL")))).toEqual(["10 m", "80 m", "1,2 km"]);
  });
});

describe("the three languages", () => {
  it("say the same things, none left empty", () => {
    const shape = (value: unknown): unknown =>
      value && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
        : typeof value;
    expect(shape(en)).toEqual(shape(pl));
    expect(shape(uk)).toEqual(shape(pl));
    for (const words of [pl, en, uk]) {
      for (const [key, value] of Object.entries(words)) expect(value, key).not.toBe("");
    }
  });
});

describe("a month later", () => {
  it("is the same day, or the last one of a shorter month", () => {
    expect(["2026-11-22", "2026-01-31", "2028-01-31", "2026-12-31"].map(addMonth)).toEqual([
      "2026-12-22",
      "2026-02-28",
      "2028-02-29",
      "2027-01-31",
    ]);
  });
});

describe("a place", () => {
  const at = (gmina: string, county: string) => ({
    gmina: { code: "", name: gmina },
    county: { code: "", name: county },
    voivodeship: null,
    unit: null,
    beat: null,
  });

  it("names municipality and county", () => {
    expect(placeName(at("Drzewica", "opoczyński"), pl)).toBe("Drzewica, powiat opoczyński");
  });

  it("names a city that is its own county once", () => {
    expect(placeName(at("Warszawa", "Warszawa"), pl)).toBe("Warszawa");
  });
});

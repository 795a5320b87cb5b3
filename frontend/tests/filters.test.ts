import { describe, expect, it } from "vitest";
import { NO_FILTERS, readFilters, sameFilters, tileQuery, writeFilters } from "../src/filters";
import { readAddress, writeAddress } from "../src/page-map/address";
import { STATUSES } from "../src/statuses";

const read = (query: string) => readFilters(new URLSearchParams(query));

describe("filters in the address", () => {
  it("are the same after writing and reading", () => {
    const query = {
      category: "illegal_parking,speeding",
      status: "new,confirmed",
      from: "2026-11-01",
      to: "2026-11-20",
      unit: "KPP-1007",
    };
    expect(writeFilters(read(new URLSearchParams(query).toString()))).toEqual(query);
  });

  it("do not mind the order, repetition or a form's own way of writing lists", () => {
    expect(
      sameFilters(
        read("category=b,a,b&status=confirmed,new"),
        read("status=new&status=confirmed&category=a&category=b"),
      ),
    ).toBe(true);
  });

  it("say nothing when all statuses are chosen", () => {
    expect(writeFilters(read(`status=${STATUSES.join(",")}`))).toEqual({});
  });

  it("say the set only where it is history", () => {
    expect(writeFilters(read("set=live"))).toEqual({});
    expect(writeFilters(read("set=history&area=1007"))).toEqual({ set: "history", area: "1007" });
    expect(sameFilters(read("set=history"), read(""))).toBe(false);
  });

  it("leave out what cannot be understood", () => {
    expect(read("set=secret&status=joke_or_mistake&from=yesterday&unit=<b>&to=2026-1-1")).toEqual(NO_FILTERS);
  });
});

describe("tileQuery", () => {
  it("holds every filter and leaves the set to the path", () => {
    expect(tileQuery(read("set=history&category=b,a&unit=KPP-1007&from=2026-11-01"))).toBe(
      "category=a,b&from=2026-11-01&unit=KPP-1007",
    );
  });
});

describe("the address of the map page", () => {
  const parse = (address: string) => readAddress(new URL(address, "http://x"));

  it("comes back as it was", () => {
    const address = "/en?category=speeding&mark=abcdefghijklm234#12.50/51.3792/20.2795";
    expect(writeAddress("/en", parse(address))).toBe(address);
  });

  it("tells whether the numbers are open", () => {
    const address = "/?set=history&area=1007&panel=summary";
    expect(writeAddress("/", parse(address))).toBe(address);
    expect(parse("/?panel=other").isSummary).toBe(false);
  });

  it("keeps the view where the server does not see it", () => {
    expect(writeAddress("/", { filters: NO_FILTERS, mark: null, isSummary: false, view: { zoom: 6, lat: 52, lon: 19 } })).toBe(
      "/#6.00/52.0000/19.0000",
    );
  });

  it("takes the view of a page without scripts, unless it has one of its own", () => {
    const view = { zoom: 10, lat: 52.2, lon: 21 };
    expect(parse("/?lon=21&lat=52.2&z=10").view).toEqual(view);
    expect(parse("/?lon=21&lat=52.2&z=10#6/51/19").view?.zoom).toBe(6);
    expect(parse("/?lon=21&lat=52.2").view).toBeNull();
    expect(parse("/?lon=21&lat=1e9&z=x").view).toBeNull();
  });

  it("opens no card for something that is no mark", () => {
    expect(parse("/?mark=../../etc").mark).toBeNull();
  });
});

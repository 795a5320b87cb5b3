import { describe, expect, it } from "vitest";
import type { Mark, MarkProperties } from "../src/api";
import { CONFIRMABLE, hasLeft, isArchived, isConfirmable } from "../src/mark";
import { STATUSES } from "../src/statuses";

const REASON = { code: "seen_on_visit", text: "Widzieliśmy to na miejscu." };
const TODAY = "2026-11-22";

function mark(properties: Partial<MarkProperties>): Mark {
  return { properties: { status: "new", changed: TODAY, due: null, reason: null, ...properties } } as Mark;
}

describe("one more person", () => {
  for (const status of CONFIRMABLE) {
    it(`may see the same while it is ${status}`, () => {
      const told = status === "new" || status === "verification" ? { due: "2026-11-25" } : { reason: REASON };
      expect(isConfirmable(mark({ status, ...told }))).toBe(true);
    });

    it(`confirms nothing of the archive, ${status} or not`, () => {
      expect(isConfirmable(mark({ status }))).toBe(false);
      expect(isArchived(mark({ status }))).toBe(true);
    });
  }

  it("confirms nothing that is closed", () => {
    const closed = STATUSES.filter((status) => !CONFIRMABLE.includes(status));
    expect(closed.length).toBe(2);
    for (const status of closed) expect(isConfirmable(mark({ status, reason: REASON }))).toBe(false);
  });
});

describe("today's map", () => {
  it("is left after seven days, or after a month", () => {
    const left = (status: string, changed: string) => hasLeft(mark({ status, changed, reason: REASON }), TODAY);
    expect(left("not_confirmed", "2026-11-15")).toBe(false);
    expect(left("not_confirmed", "2026-11-14")).toBe(true);
    expect(left("confirmed_eliminated", "2026-10-22")).toBe(false);
    expect(left("confirmed_eliminated", "2026-10-21")).toBe(true);
  });

  it("keeps what has no window", () => {
    expect(hasLeft(mark({ status: "confirmed", changed: "2019-01-01", reason: REASON }), TODAY)).toBe(false);
  });
});

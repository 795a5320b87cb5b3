import { describe, expect, it } from "vitest";
import { drawReceipt, groups, hashOf } from "../src/receipt";

describe("drawReceipt", () => {
  it("draws 24 letters of base-32", () => {
    expect(drawReceipt()).toMatch(/^[A-Z2-7]{24}$/);
  });

  it("uses every letter equally: each is 5 bits of its byte", () => {
    const seen = new Map<string, number>();
    for (let byte = 0; byte < 256; byte++) {
      const [letter] = drawReceipt((bytes) => bytes.fill(byte));
      seen.set(letter!, (seen.get(letter!) ?? 0) + 1);
    }
    expect(seen.size).toBe(32);
    expect(new Set(seen.values())).toEqual(new Set([8]));
  });

  it("draws another one each time", () => {
    expect(new Set(Array.from({ length: 100 }, () => drawReceipt())).size).toBe(100);
  });
});

describe("groups", () => {
  it("parts the receipt in six groups of four", () => {
    expect(groups("ABCDEFGHIJKLMNOPQRSTUVWX")).toEqual(["ABCD", "EFGH", "IJKL", "MNOP", "QRST", "UVWX"]);
  });
});

describe("hashOf", () => {
  it("is the lower-case hex SHA-256 of the letters", async () => {
    expect(await hashOf("ABCDEFGHIJKLMNOPQRSTUVWX")).toBe(
      "bfa1d0dfcedae314ea4f7b7b3153216e435372c9aa0c331aec04e3f0fb8bae12",
    );
  });
});

import { describe, expect, it } from "vitest";
import { wordsOf } from "../src/words";

/** Every path to a text, with its kind: "statuses.new string", "weekdays 7", "daysLeft function". */
function paths(value: unknown, at = ""): string[] {
  if (Array.isArray(value)) return [`${at} ${value.length}`];
  if (typeof value !== "object" || value === null) return [`${at} ${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, at ? `${at}.${key}` : key));
}

function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

describe.each(["en", "uk"])("the words in %s", (lang) => {
  it("say everything that the Polish say", () => {
    expect(paths(wordsOf(lang)).sort()).toEqual(paths(wordsOf("pl")).sort());
  });

  it("leave nothing empty and nothing in Polish", () => {
    expect(texts(wordsOf(lang)).filter((text) => !text.trim() || /[ąćęłńóśźż]/i.test(text))).toEqual([]);
  });
});

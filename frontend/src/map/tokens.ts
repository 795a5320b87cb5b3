import { colourToken, type Status } from "../statuses";

const DARK = "(prefers-color-scheme: dark)";
let isDark: boolean | null = null;
const read = new Map<string, string>();

/** A design token as the page has it now, so that a theme of the map is the theme of the page. */
export function token(name: string): string {
  const now = window.matchMedia(DARK).matches;
  if (now !== isDark) read.clear();
  isDark = now;
  const known = read.get(name) ?? getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  read.set(name, known);
  return known;
}

export function statusColour(status: Status): string {
  return token(colourToken(status));
}

/** Calls `action` whenever the reader's system changes between light and dark. */
export function onThemeChange(action: () => void): void {
  window.matchMedia(DARK).addEventListener("change", action);
}

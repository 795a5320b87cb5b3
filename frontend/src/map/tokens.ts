import { colourToken, type Status } from "../statuses";

/** A design token as the page has it now, so that a theme of the map is the theme of the page. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function statusColour(status: Status): string {
  return token(colourToken(status));
}

/** Calls `action` whenever the reader's system changes between light and dark. */
export function onThemeChange(action: () => void): void {
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", action);
}

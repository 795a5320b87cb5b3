/**
 * One-letter keys, where the officer has not switched them off (`data-shortcuts` of the body). They never act while
 * something is typed, with a modifier, or behind an open dialog.
 */
import { choose, chosenRow, neighbour, openChosen } from "./rows";

type Act = () => void;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}

function focusOn(selector: string): void {
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus();
  if (element instanceof HTMLInputElement) element.select();
}

function showHelp(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#keys");
  if (dialog && !dialog.open) dialog.showModal();
}

const FIXED: Readonly<Record<string, Act>> = {
  j: () => choose(neighbour(1)),
  k: () => choose(neighbour(-1)),
  f: () => focusOn("[data-filters] summary"),
  g: () => document.dispatchEvent(new CustomEvent("office:show")),
  "/": () => focusOn("[data-find]"),
  "?": showHelp,
};

/** The button of the details that carries the letter. */
function press(key: string): boolean {
  const button = [...document.querySelectorAll<HTMLElement>("[data-key]")].find((one) => one.dataset["key"] === key);
  button?.click();
  return button !== undefined;
}

function act(key: string): boolean {
  const fixed = FIXED[key];
  if (fixed) fixed();
  return fixed !== undefined || press(key);
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]") || isTyping(event.target)) return;
  if (event.key === "Enter" && isRow(event.target) && chosenRow()) {
    event.preventDefault();
    openChosen();
  } else if (event.key.length === 1 && act(event.key.toLowerCase())) {
    event.preventDefault();
  }
}

/** Enter opens the chosen row from the row itself and from nowhere in particular, never instead of another control. */
function isRow(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof HTMLElement && target.matches("[data-case], #main"));
}

export function startKeys(): void {
  if (!document.body.hasAttribute("data-shortcuts")) return;
  document.addEventListener("keydown", onKey);
  document.querySelector("[data-keys-open]")?.addEventListener("click", showHelp);
}

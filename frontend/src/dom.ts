import icons from "virtual:icons";
import { signPath } from "./signs";
import { isStatus } from "./statuses";

type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: never) => void);

/**
 * An element with attributes and children. A function is a listener by its event's name (`onclick`), `true` an empty
 * attribute, `false` and `null` none. Styles come from classes only: the page's policy allows no inline style.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false),
  );
  return element;
}

function drawing(inner: string, className: string, attributes: string): SVGSVGElement {
  const holder = document.createElement("template");
  holder.innerHTML = `<svg class="${className}" viewBox="0 0 24 24" aria-hidden="true" focusable="false" ${attributes}>${inner}</svg>`;
  return holder.content.firstElementChild as SVGSVGElement;
}

export function icon(name: string, size = 24, stroke = 1.8, extra = ""): SVGSVGElement {
  const attributes = `fill="none" stroke="currentColor" stroke-width="${stroke}" stroke-linecap="round" stroke-linejoin="round"`;
  return drawing(icons[name] ?? "", `icon icon-${size} ${extra}`.trim(), attributes);
}

export function iconPath(name: string): string {
  return icons[name] ?? "";
}

export function sign(status: string, size = 18): SVGSVGElement {
  return drawing(isStatus(status) ? signPath(status) : "", `sign sign-${status} sign-${size}`, "");
}

export function one<T extends Element = HTMLElement>(selector: string, root: ParentNode = document): T | null {
  return root.querySelector<T>(selector);
}

export function all<T extends Element = HTMLElement>(selector: string, root: ParentNode = document): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

/** The element that the page cannot do without. */
export function need<T extends Element = HTMLElement>(selector: string, root: ParentNode = document): T {
  const element = root.querySelector<T>(selector);
  if (!element) throw new Error(`The page has no ${selector}.`);
  return element;
}

/** Calls `action` once things have been quiet for `delay` milliseconds. */
export function settled<A extends unknown[]>(delay: number, action: (...args: A) => void): (...args: A) => void {
  let timer = 0;
  return (...args) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => action(...args), delay);
  };
}

const SHORT_WORD = /(?<![^\s(])([aiouwzаієоуявз]) (?=\S)/gi;

/** The text without a one-letter word at the end of a line. */
export function keep(text: string): string {
  return text.replace(SHORT_WORD, "$1\u00a0");
}

import { h } from "../dom";

export interface Entry {
  name: string;
  onFocus: () => void;
  onOpen: () => void;
}

const MOST = 60;

/** The marks of the view as buttons: unseen until the keyboard comes, then a list over the map. */
export class MarksList {
  constructor(private readonly list: HTMLElement) {}

  show(entries: readonly Entry[]): void {
    const focused = (document.activeElement as HTMLElement | null)?.closest("[data-marks-list]")
      ? document.activeElement?.textContent
      : null;
    const buttons = entries
      .slice(0, MOST)
      .map(({ name, onFocus, onOpen }) =>
        h("li", {}, h("button", { type: "button", class: "marks-button", onfocus: onFocus, onclick: onOpen }, name)),
      );
    this.list.replaceChildren(...buttons);
    if (focused === null) return;
    const same = buttons.find((item) => item.textContent === focused) ?? buttons[0];
    same?.querySelector("button")?.focus();
  }
}

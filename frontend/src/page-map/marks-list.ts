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

  /** Moves the focus to the entry of that name when the list had the focus. */
  focus(name: string): void {
    if (!this.list.contains(document.activeElement)) return;
    this.buttons()
      .find((button) => button.textContent === name)
      ?.focus();
  }

  show(entries: readonly Entry[]): void {
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const namesakes = this.buttons().filter((button) => button.textContent === focused?.textContent);
    const nth = namesakes.findIndex((button) => button === focused);
    const buttons = entries
      .slice(0, MOST)
      .map(({ name, onFocus, onOpen }) =>
        h("li", {}, h("button", { type: "button", class: "marks-button", onfocus: onFocus, onclick: onOpen }, name)),
      );
    this.list.replaceChildren(...buttons);
    if (focused === null) return;
    const same = this.buttons().filter((button) => button.textContent === focused.textContent);
    (same[nth] ?? same.at(-1) ?? this.buttons()[0])?.focus();
  }

  private buttons(): HTMLButtonElement[] {
    return [...this.list.querySelectorAll("button")];
  }
}

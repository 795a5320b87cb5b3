import { h } from "../dom";

export interface Entry {
  name: string;
  /** Where its mark stands on the map, and how far it reaches; pixels. */
  at: { x: number; y: number };
  radius: number;
  onFocus: () => void;
  onOpen: () => void;
}

const MOST = 60;
/** The focus stands around the mark, not on its edge. */
const ROOM_PX = 5;

/** The marks of the view for the keyboard and for screen readers: buttons in the marks' places, which no pointer meets. */
export class MarksList {
  constructor(
    private readonly list: HTMLElement,
    onLeave: () => void,
  ) {
    list.addEventListener("focusin", () => list.classList.remove("is-adrift"));
    list.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && list.contains(relatedTarget))) onLeave();
    });
  }

  /** The map moves: the buttons stand where their marks were, until they are shown anew. */
  leaveBehind(): void {
    this.list.classList.add("is-adrift");
  }

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
    this.list.classList.remove("is-adrift");
    this.list.replaceChildren(...entries.slice(0, MOST).map((entry) => h("li", {}, buttonOf(entry))));
    if (focused === null) return;
    const same = this.buttons().filter((button) => button.textContent === focused.textContent);
    (same[nth] ?? same.at(-1) ?? this.buttons()[0])?.focus();
  }

  private buttons(): HTMLButtonElement[] {
    return [...this.list.querySelectorAll("button")];
  }
}

function buttonOf({ name, at, radius, onFocus, onOpen }: Entry): HTMLButtonElement {
  const attributes = { type: "button", class: "marks-button", onfocus: onFocus, onclick: onOpen };
  const button = h("button", attributes, h("span", { class: "vh" }, name));
  [button.style.left, button.style.top] = [`${at.x}px`, `${at.y}px`];
  button.style.setProperty("--reach", `${radius + ROOM_PX}px`);
  return button;
}

import { h, sign } from "../dom";
import { thin } from "../numbers";
import { STATUSES, type Counts } from "../statuses";
import type { Words } from "../words";

/** The six numbers of a ring, beside it, while it is pointed at or focused. */
export class Tip {
  constructor(
    private readonly element: HTMLElement,
    private readonly words: Words,
  ) {}

  show(title: string, counts: Counts, [x, y]: readonly [number, number], radius: number): void {
    const total = counts.reduce((sum, count) => sum + count, 0);
    this.element.replaceChildren(
      h("p", { class: "strong" }, `${title}: `, h("span", { class: "num" }, thin(total))),
      h("ul", {}, ...STATUSES.map((status, i) => this.row(status, counts[i] ?? 0))),
    );
    this.place(x, y, radius);
  }

  showName(title: string, status: string, [x, y]: readonly [number, number], radius: number): void {
    const name = this.words.statuses[status as keyof Words["statuses"]] ?? "";
    this.element.replaceChildren(
      h("p", { class: "strong" }, title),
      h("p", { class: "soft t1" }, sign(status, 14), " ", name),
    );
    this.place(x, y, radius);
  }

  hide(): void {
    this.element.hidden = true;
  }

  private row(status: (typeof STATUSES)[number], count: number): HTMLElement {
    const name = this.words.shortStatuses[status];
    return h("li", {}, sign(status, 14), h("span", {}, name), h("span", { class: "num" }, thin(count)));
  }

  private place(x: number, y: number, radius: number): void {
    const { element } = this;
    element.hidden = false;
    const frame = element.parentElement!.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    const left = Math.min(frame.width - width - 12, Math.max(12, x - width * 0.7));
    const isBelow = y + radius + height + 24 < frame.height;
    element.classList.toggle("is-above", !isBelow);
    element.style.left = `${left}px`;
    element.style.top = `${isBelow ? y + radius + 14 : y - radius - 14 - height}px`;
    element.style.setProperty("--point", `${Math.min(width - 24, Math.max(12, x - left - 6))}px`);
  }
}

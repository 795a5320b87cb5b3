import type { Words } from "../words";
import { need } from "../dom";
import { heightOf, type Height } from "./heights";

const ORDER: readonly Height[] = ["low", "half", "full"];
const FLICK_PX = 24;

/** The bottom sheet: dragged by its grip, or moved by a button and the arrow keys. At a desk it is the panel and stays. */
export class Sheet {
  private readonly grip: HTMLButtonElement;
  private current: Height = "half";

  constructor(
    private readonly element: HTMLElement,
    private readonly words: Words,
    private readonly onChange: (height: Height) => void,
  ) {
    this.grip = need<HTMLButtonElement>("[data-grip]", element);
    this.grip.addEventListener("keydown", (event) => this.onKey(event));
    this.grip.addEventListener("pointerdown", (event) => this.onDown(event));
    this.grip.addEventListener("click", (event) => {
      if (event.detail === 0) this.step(this.current === "full" ? -2 : 1);
    });
    this.set("half");
  }

  get height(): Height {
    return this.current;
  }

  set(height: Height): void {
    this.current = height;
    this.element.dataset["height"] = height;
    this.grip.setAttribute("aria-expanded", String(height !== "low"));
    this.grip.setAttribute("aria-label", height === "full" ? this.words.sheetLower : this.words.sheetRaise);
    this.onChange(height);
  }

  /** How many pixels from the foot of the screen the sheet takes once it has come to rest; none at a desk. */
  covered(): number {
    if (getComputedStyle(this.element).position !== "fixed") return 0;
    return heightOf(this.current);
  }

  private step(by: number): void {
    const order = this.current === "card" ? (["low", "card", "full"] as const) : ORDER;
    const at = (order as readonly Height[]).indexOf(this.current);
    const next = order[Math.min(order.length - 1, Math.max(0, at + by))];
    if (next) this.set(next);
  }

  private onKey(event: KeyboardEvent): void {
    const by = { ArrowUp: 1, ArrowDown: -1, Home: -2, End: 2 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.step(by);
  }

  private onDown(down: PointerEvent): void {
    const start = this.element.getBoundingClientRect().height;
    const [least, most] = [heightOf("low"), heightOf("full")];
    let moved = 0;
    const onMove = (event: PointerEvent) => {
      moved = down.clientY - event.clientY;
      this.element.style.height = `${Math.min(most, Math.max(least, start + moved))}px`;
    };
    const onUp = () => {
      this.grip.removeEventListener("pointermove", onMove);
      this.element.classList.remove("is-dragged");
      this.element.style.removeProperty("height");
      if (Math.abs(moved) < 4) this.step(this.current === "full" ? -1 : 1);
      else this.set(this.nearest(start + moved, moved));
    };
    this.grip.setPointerCapture(down.pointerId);
    this.element.classList.add("is-dragged");
    this.grip.addEventListener("pointermove", onMove);
    this.grip.addEventListener("pointerup", onUp, { once: true });
    this.grip.addEventListener("pointercancel", onUp, { once: true });
  }

  /** The height that a drag means: the next one in its direction after a flick, else the nearest. */
  private nearest(height: number, moved: number): Height {
    const card = this.current === "card" || this.element.dataset["view"] === "card";
    const names: Height[] = ["low", card ? "card" : "half", "full"];
    const stops = names.map((name): [Height, number] => [name, heightOf(name)]);
    const ahead = stops.filter(([, stop]) => (moved > 0 ? stop > height - moved + 4 : stop < height - moved - 4));
    const choice = Math.abs(moved) > FLICK_PX && ahead.length ? ahead : stops;
    return choice.reduce((best, stop) => (Math.abs(stop[1] - height) < Math.abs(best[1] - height) ? stop : best))[0];
  }
}

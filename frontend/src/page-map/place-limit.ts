import { h, icon, need } from "../dom";
import type { Filters } from "../filters";
import type { BaseMap } from "../map/basemap";
import type { Words } from "../words";
import { loadBorder, type Border } from "./border";
import { Outline } from "./outline";
import type { Bounds } from "./source";

/** The unit or area that the map is limited to: its name to take off in the panel, its border on the map. */
export class PlaceLimit {
  private readonly chip: HTMLElement;
  private outline: Outline | null = null;
  private border: Border | null = null;
  private asked = "";
  /** The layer of the border; null before the first was asked for, while the server's word stands. */
  private shown: string | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly words: Words,
    private readonly urlOf: (layer: string) => string,
  ) {
    this.chip = need("[data-place-chip]", root);
  }

  /** The name of the place, empty for none. */
  get name(): string {
    return this.shown === null ? (this.chip.dataset["title"] ?? "") : (this.border?.name ?? "");
  }

  useMap(base: BaseMap): void {
    this.outline = new Outline(base);
    this.outline.show(this.border);
  }

  /** Shows the place that the filters name; answers its box once it is another than before and has one. */
  async show({ unit, area }: Filters): Promise<Bounds | null> {
    const layer = unit ? `unit/${unit}` : area ? `area/${area}` : "";
    if (layer === this.asked) return null;
    this.asked = layer;
    const border = layer ? await loadBorder(this.urlOf(layer)).catch(() => null) : null;
    if (layer !== this.asked) return null;
    [this.shown, this.border] = [layer, border];
    this.root.dataset["place"] = unit ? "unit" : area ? "area" : "";
    this.outline?.show(border);
    this.drawChip(unit ? "unit" : "area", border?.name ?? unit ?? area ?? "");
    return border?.box ?? null;
  }

  private drawChip(kind: "unit" | "area", name: string): void {
    this.chip.hidden = !name;
    const out = h("span", { class: "vh" }, `, ${this.words.wholeCountry}`);
    const sign = icon(kind === "unit" ? "building" : "map-2", 18);
    const attributes = { class: "chip is-on", href: "?", "data-act": "drop", "data-name": kind };
    this.chip.replaceChildren(name ? h("a", attributes, sign, name, icon("x", 18), out) : "");
  }
}

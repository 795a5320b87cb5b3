import { all, need, one } from "../dom";
import { thin } from "../numbers";
import { countsOf, isStatus, OPEN_COUNT, STATUSES, totalOf, type Status } from "../statuses";
import type { Filters } from "../filters";
import type { Summary } from "../api";
import type { Words } from "../words";

/** One category as the filter form names it. */
export interface CategoryName {
  name: string;
  icon: string;
}

/** The filters and the totals: the legend is the filter is the total. */
export class Panel {
  private readonly form: HTMLFormElement;
  private readonly live: HTMLElement;
  private last: Summary | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly words: Words,
    private readonly onChange: () => void,
  ) {
    this.form = need<HTMLFormElement>("form[data-filters]", root);
    this.live = need("[data-live]");
    this.form.addEventListener("change", (event) => this.onInput(event.target as HTMLInputElement));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    for (const chip of all<HTMLButtonElement>("[data-group-chip]", root))
      chip.addEventListener("click", () => this.toggleGroup(chip));
  }

  /** What is chosen now; unit, area and the end of the period are no fields of the form. */
  read(): Pick<Filters, "set" | "category" | "status" | "from"> {
    const chosen = (name: string) =>
      all<HTMLInputElement>(`input[name="${name}"]:checked`, this.form).map((input) => input.value);
    const status = chosen("status").filter(isStatus);
    return {
      set: chosen("set")[0] === "history" ? "history" : "live",
      category: new Set(chosen("category")),
      status: new Set(status.length === STATUSES.length ? [] : status),
      from: chosen("from")[0] || null,
    };
  }

  write(filters: Filters): void {
    for (const input of all<HTMLInputElement>("input[name=set]", this.form)) input.checked = input.value === filters.set;
    for (const input of all<HTMLInputElement>("input[name=status]", this.form)) {
      input.checked = filters.status.size === 0 || filters.status.has(input.value as Status);
    }
    for (const input of all<HTMLInputElement>("input[name=category]", this.form))
      input.checked = filters.category.has(input.value);
    for (const input of all<HTMLInputElement>("input[name=from]", this.form))
      input.checked = input.value === (filters.from ?? "");
    this.pressGroups();
  }

  /** The names and icons of the categories, as the page came with them. */
  categories(): Map<string, CategoryName> {
    const inputs = all<HTMLInputElement>("input[name=category]", this.form);
    return new Map(
      inputs.map((input) => [
        input.value,
        { name: input.dataset["name"] ?? input.value, icon: input.dataset["icon"] ?? "map-pin" },
      ]),
    );
  }

  /** Shows the counts of the view. `by_status` counts every status; the total counts the chosen ones. */
  show(summary: Summary, filters: Filters): void {
    this.last = summary;
    const counts = countsOf(summary.by_status);
    const chosen = counts.map((count, i) =>
      filters.status.size === 0 || filters.status.has(STATUSES[i]!) ? count : 0,
    );
    const total = chosen.reduce((sum, count) => sum + count, 0);
    const text = this.showTotal(total, filters);
    STATUSES.forEach((status, i) => {
      const cell = one(`[data-count="${status}"]`, this.root);
      if (cell) cell.textContent = thin(counts[i] ?? 0);
    });
    drawMix(need<SVGSVGElement>("svg.mix", this.root), chosen);
    this.root.classList.toggle("is-empty", total === 0);
    this.say(text);
  }

  /** Shows the total alone, where it is known before the rest; answers it in words. */
  showTotal(total: number, { unit, area }: Filters): string {
    const words = unit || area ? this.words.inThisPlace(total) : this.words.inThisView(total);
    need("[data-total]", this.root).textContent = thin(total);
    need("[data-total-words]", this.root).textContent = words;
    return `${thin(total)} ${words}`;
  }

  get total(): number {
    return this.last ? totalOf(countsOf(this.last.by_status)) : 0;
  }

  say(text: string): void {
    if (this.live.textContent !== text) this.live.textContent = text;
  }

  private onInput(input: HTMLInputElement): void {
    if (!input.name) return;
    if (input.name === "status" && !this.form.querySelector("input[name=status]:checked")) {
      input.checked = true;
      this.say(this.words.atLeastOneStatus);
      return;
    }
    this.pressGroups();
    this.onChange();
  }

  private inputsOf(group: string): HTMLInputElement[] {
    return all<HTMLInputElement>(`[data-group="${group}"] input[name=category]`, this.form);
  }

  private toggleGroup(chip: HTMLButtonElement): void {
    const inputs = this.inputsOf(chip.dataset["groupChip"] ?? "");
    const isOn = inputs.every((input) => input.checked);
    for (const input of inputs) input.checked = !isOn;
    this.pressGroups();
    this.onChange();
  }

  private pressGroups(): void {
    for (const chip of all<HTMLButtonElement>("[data-group-chip]", this.root)) {
      const inputs = this.inputsOf(chip.dataset["groupChip"] ?? "");
      const checked = inputs.filter((input) => input.checked).length;
      chip.setAttribute("aria-pressed", checked === 0 ? "false" : checked === inputs.length ? "true" : "mixed");
    }
  }
}

/** Sets the widths of the bar's parts; the server draws the same bar. */
function drawMix(mix: SVGSVGElement, counts: readonly number[]): void {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let done = 0;
  const parts = counts.map((count, i) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const [top, height] = i < OPEN_COUNT ? [-1, 10] : [1, 6];
    rect.setAttribute("class", `mix-${STATUSES[i]}`);
    rect.setAttribute("x", `${total ? (done * 100) / total : 0}%`);
    rect.setAttribute("width", `${total ? (count * 100) / total : 0}%`);
    rect.setAttribute("y", String(top));
    rect.setAttribute("height", String(height));
    done += count;
    return rect;
  });
  mix.replaceChildren(...parts);
}

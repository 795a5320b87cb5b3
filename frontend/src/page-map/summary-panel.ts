import type { Api, Summary } from "../api";
import type { Day } from "../dates";
import { h, icon, keep, sign } from "../dom";
import { readable, writeFilters, type Filters } from "../filters";
import { monthOf, monthText } from "../months";
import { thin } from "../numbers";
import { countsOf, STATUSES, totalOf } from "../statuses";
import type { Words } from "../words";
import { Histogram } from "./histogram";
import type { CategoryName } from "./panel";
import { periodText, Scale } from "./period";
import { shareButton } from "./share";

const BARS_PX = 72;
const FIRST_CATEGORIES = 6;

/** What the numbers are about. */
export interface Asked {
  filters: Filters;
  /** The name of the unit or area, empty for the view. */
  place: string;
  box: Record<string, string>;
}

/** "What is here": the numbers of the view or of a place, in the place of the filters. */
export class SummaryPanel {
  private readonly bars = new Histogram(BARS_PX);
  private readonly title: HTMLElement;
  private readonly where = h("p", { class: "soft" });
  private readonly body = h("div", { class: "numbers" });
  private readonly csv: HTMLAnchorElement;
  private readonly table: HTMLAnchorElement;
  private areAllShown = false;
  private last: Summary | null = null;

  constructor(
    private readonly api: Api,
    private readonly address: string,
    private readonly today: Day,
    private readonly words: Words,
    private readonly categories: Map<string, CategoryName>,
  ) {
    this.title = h("h2", { class: "t4", id: "card-title", tabindex: "-1" }, words.whatIsHere);
    this.csv = h("a", { class: "btn btn-big", href: "", download: "" }, icon("download"), words.downloadCsv);
    this.table = h("a", { class: "numbers-table" }, icon("list-details", 20), words.asTable);
  }

  /** The panel's content; its parts are filled by `refresh`. */
  content(): HTMLElement[] {
    this.last = null;
    this.body.replaceChildren(h("div", { class: "skeleton" }, ...Array.from({ length: 5 }, () => h("i"))));
    const share = shareButton(() => location.href, this.words.whatIsHere, this.words.copyLink, this.words);
    return [
      h("div", { class: "card-in" }, h("div", {}, this.title, this.where), this.body, h("p", {}, this.table)),
      h("div", { class: "act card-act" }, this.csv, share),
    ];
  }

  focus(): void {
    this.title.focus({ preventScroll: true });
  }

  /** Asks for the numbers anew and shows them; what was shown stays until they come. */
  async refresh({ filters, place, box }: Asked, signal: AbortSignal): Promise<void> {
    const query = { ...writeFilters(filters), ...box };
    this.where.textContent = keep(this.about(filters, place));
    this.csv.href = this.api.summaryCsv(query);
    this.table.href = `${this.address}?${readable(new URLSearchParams(query))}`;
    const summary = await this.api.summary(query, signal);
    if (signal.aborted || JSON.stringify(summary) === JSON.stringify(this.last)) return;
    this.last = summary;
    this.show(summary);
  }

  private about(filters: Filters, place: string): string {
    const { words } = this;
    const set = filters.set === "history" ? words.everSince : words.onMapToday;
    const period = periodText(filters, this.today, words);
    return [place || words.inView, filters.set === "history" && period ? period : set].join(", ");
  }

  private show(summary: Summary): void {
    if (!summary.total)
      return this.body.replaceChildren(
        h("div", { class: "blank" }, icon("zoom-question"), h("p", {}, this.words.nothingCounted)),
      );
    const hadFocus = this.body.contains(document.activeElement);
    this.body.replaceChildren(
      this.figures(summary),
      this.part(this.words.byStatus, this.statuses(summary)),
      this.part(this.words.byCategory, ...this.rows(summary)),
      this.part(this.words.byMonth, ...this.months(summary)),
    );
    if (hadFocus) this.focus();
  }

  private part(title: string, ...content: (Node | null)[]): HTMLElement {
    return h("section", { class: "numbers-part" }, h("h3", { class: "label" }, title), ...content);
  }

  private figures({ total, confirmed_share, typical_days }: Summary): HTMLElement {
    const { words } = this;
    const share = confirmed_share === null ? "–" : `${Math.round(confirmed_share * 100)}%`;
    const figure = (value: string, name: string, why = "") =>
      h("div", { class: "figure", title: why }, h("dt", {}, name), h("dd", { class: "num" }, value));
    return h(
      "dl",
      { class: "figures" },
      figure(thin(total), words.reportsWord(total)),
      figure(share, confirmed_share === null ? words.noFigure : words.shareConfirmed, words.shareConfirmedWhy),
      figure(
        typical_days === null ? "–" : thin(typical_days),
        typical_days === null ? words.noFigure : words.typicalDays(typical_days),
        words.typicalDaysWhy,
      ),
    );
  }

  private statuses({ by_status }: Summary): HTMLElement {
    const counts = countsOf(by_status);
    const rows = STATUSES.map((status, i) =>
      h(
        "li",
        { class: "number-row" },
        sign(status, 18),
        h("span", {}, this.words.statuses[status]),
        h("span", { class: "num strong" }, thin(counts[i] ?? 0)),
      ),
    );
    return h("ul", { class: "number-rows", "data-sum": totalOf(counts) }, ...rows);
  }

  private rows({ by_category }: Summary): (HTMLElement | null)[] {
    const sorted = Object.entries(by_category).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
    const most = sorted[0]?.[1] ?? 1;
    const shown = this.areAllShown ? sorted : sorted.slice(0, FIRST_CATEGORIES);
    const rows = shown.map(([code, count]) => {
      const { name, icon: drawing } = this.categories.get(code) ?? { name: code, icon: "map-pin" };
      const bar = h("span", { class: "number-bar", "aria-hidden": "true" });
      bar.style.setProperty("--part", String(count / most));
      return h(
        "li",
        { class: "number-row has-bar" },
        icon(drawing, 20),
        h("span", {}, name),
        h("span", { class: "num strong" }, thin(count)),
        bar,
      );
    });
    const isCut = shown.length < sorted.length;
    const more = h(
      "button",
      { class: "btn-text", type: "button", onclick: () => this.showAll() },
      this.words.showAll(sorted.length),
    );
    return [h("ul", { class: "number-rows" }, ...rows), isCut ? more : null];
  }

  private showAll(): void {
    this.areAllShown = true;
    if (this.last) this.show(this.last);
  }

  private months({ by_month }: Summary): HTMLElement[] {
    const months = Object.keys(by_month);
    const scale = new Scale(months[0] ?? monthOf(this.today), months.at(-1) ?? monthOf(this.today));
    this.bars.show(scale.counts(by_month));
    const [most, count] = Object.entries(by_month).reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
    const ends = [scale.month(0), scale.month(scale.length - 1)].map((month) => monthText(month, this.words));
    return [
      h("div", { class: "numbers-bars" }, this.bars.element),
      h("p", { class: "number-ends soft t1", "aria-hidden": "true" }, h("span", {}, ends[0]), h("span", {}, ends[1])),
      h("p", { class: "soft" }, this.words.mostIn(monthText(most, this.words), count)),
    ];
  }
}

import type { Day } from "../dates";
import { h } from "../dom";
import { monthOf, monthText, ofMonthText, type Month } from "../months";
import type { Words } from "../words";
import { Histogram } from "./histogram";
import { periodText, Scale, type Period, type Span } from "./period";

interface Handlers {
  /** The window is being moved: an answer should follow as fast as it can. */
  onMove: (period: Period) => void;
  /** The window has come to rest. */
  onSettle: (period: Period) => void;
}

const HEIGHT = 44;
const YEAR = 12;
const PRESETS = [1, 3, 5];

/** A histogram by month with a window on it: two sliders for its edges, its middle to move it, and presets. */
export class TimeSlider {
  private readonly bars = new Histogram(HEIGHT);
  private readonly text = h("output", { class: "time-text strong" });
  private readonly first: HTMLInputElement;
  private readonly last: HTMLInputElement;
  private readonly middle = h("div", { class: "time-window" });
  private readonly years = h("div", { class: "time-years", "aria-hidden": "true" });
  private readonly plot: HTMLElement;
  private readonly presets: HTMLElement;
  private scale: Scale;
  private byMonth: Readonly<Record<Month, number>> = {};
  private period: Period = { from: null, to: null };

  constructor(
    root: HTMLElement,
    private readonly today: Day,
    private readonly words: Words,
    private readonly handlers: Handlers,
  ) {
    this.scale = new Scale(`${Number(today.slice(0, 4)) - 1}-01`, monthOf(today));
    this.first = this.edge("time-first", words.periodBegin);
    this.last = this.edge("time-last", words.periodEnd);
    this.plot = h("div", { class: "time-plot" }, this.bars.element, this.middle, this.first, this.last);
    this.presets = h("div", { class: "time-presets" }, ...this.presetButtons());
    root.replaceChildren(h("div", { class: "time-head" }, this.text), this.plot, this.years, this.presets);
    this.wireMiddle();
    this.wireHover();
    this.write(this.period);
  }

  /** The scale begins with the first month that anything was ever reported in, under whatever filters. */
  begin(month: Month): void {
    this.scale = new Scale(month, monthOf(this.today));
    this.drawYears();
    this.show(this.byMonth);
    this.write(this.period);
  }

  /** Shows how many marks each month has under the other filters. */
  show(byMonth: Readonly<Record<Month, number>>): void {
    this.byMonth = byMonth;
    this.bars.show(this.scale.counts(byMonth));
  }

  /** How many marks the window holds, as far as the months tell; null where it cuts through a month. */
  get held(): number | null {
    const span = this.scale.spanOf(this.period);
    const whole = this.scale.periodOf(span);
    if (whole.from !== this.period.from || whole.to !== this.period.to) return null;
    return this.scale
      .counts(this.byMonth)
      .slice(span.first, span.last)
      .reduce((sum, count) => sum + count, 0);
  }

  write(period: Period): void {
    this.period = period;
    const span = this.scale.spanOf(period);
    const { first, last, scale, words } = this;
    for (const input of [first, last]) input.max = String(scale.length);
    first.value = String(span.first);
    last.value = String(span.last);
    first.setAttribute("aria-valuetext", words.periodFrom(ofMonthText(scale.month(span.first), words)));
    last.setAttribute("aria-valuetext", words.periodTo(ofMonthText(scale.month(span.last - 1), words)));
    this.plot.style.setProperty("--first", String(span.first / scale.length));
    this.plot.style.setProperty("--last", String(span.last / scale.length));
    this.bars.choose(span.first, span.last);
    this.sayPeriod();
    this.pressPresets(span);
  }

  private sayPeriod(): void {
    this.text.value = periodText(this.period, this.today, this.words) || this.words.wholePeriod;
  }

  // Edges

  private edge(name: string, label: string): HTMLInputElement {
    const input = h("input", { class: `time-edge ${name}`, type: "range", min: 0, step: 1, "aria-label": label });
    input.addEventListener("input", () => this.onEdge(input));
    input.addEventListener("change", () => this.handlers.onSettle(this.period));
    input.addEventListener("keydown", (event) => this.onKey(event, input));
    return input;
  }

  private onEdge(moved: HTMLInputElement): void {
    let [first, last] = [Number(this.first.value), Number(this.last.value)];
    if (moved === this.first) first = Math.min(first, last - 1);
    else last = Math.max(last, first + 1);
    this.move({ first: Math.max(0, first), last: Math.max(1, last) });
  }

  /** A page is a year, as people count. */
  private onKey(event: KeyboardEvent, input: HTMLInputElement): void {
    const by = { PageUp: YEAR, PageDown: -YEAR }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    input.value = String(Number(input.value) + by);
    this.onEdge(input);
    this.handlers.onSettle(this.period);
  }

  private move(span: Span): void {
    const period = this.scale.periodOf(span);
    if (period.from === this.period.from && period.to === this.period.to) return this.write(this.period);
    this.write(period);
    this.handlers.onMove(period);
  }

  // Middle

  private wireMiddle(): void {
    this.middle.addEventListener("pointerdown", (down) => {
      if (down.button !== 0) return;
      const start = this.scale.spanOf(this.period);
      const width = this.plot.getBoundingClientRect().width;
      const onMove = (event: PointerEvent) => {
        const by = Math.round(((event.clientX - down.clientX) / width) * this.scale.length);
        this.move(this.scale.moved(start, by));
      };
      const onEnd = () => {
        this.middle.removeEventListener("pointermove", onMove);
        this.plot.classList.remove("is-moved");
        this.handlers.onSettle(this.period);
      };
      this.middle.setPointerCapture(down.pointerId);
      this.plot.classList.add("is-moved");
      this.middle.addEventListener("pointermove", onMove);
      this.middle.addEventListener("lostpointercapture", onEnd, { once: true });
    });
  }

  /** One month under the mouse, in the place of the period. */
  private wireHover(): void {
    this.plot.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "mouse" || event.buttons) return;
      const { left, width } = this.plot.getBoundingClientRect();
      const index = Math.floor(((event.clientX - left) / width) * this.scale.length);
      if (index < 0 || index >= this.scale.length) return;
      const month = this.scale.month(index);
      this.text.setAttribute("aria-live", "off");
      this.text.value = `${monthText(month, this.words)}: ${this.words.reports(this.byMonth[month] ?? 0)}`;
    });
    this.plot.addEventListener("pointerleave", () => this.sayPeriod());
  }

  // Years and presets

  private drawYears(): void {
    const { scale } = this;
    const years: [string, number][] = [];
    for (let i = 0; i < scale.length; i++) {
      const month = scale.month(i);
      if (month.endsWith("-01") || i === 0) years.push([month.slice(0, 4), i / scale.length]);
    }
    // A year that began just before the scale's end, or whose first months are missing, has no room for its name.
    const least = Math.max(1, Math.ceil(years.length / 7)) * (YEAR / scale.length) * 0.8;
    let free = 0;
    const labels = years.filter(([, at], i) => {
      const next = years[i + 1]?.[1] ?? 1;
      if (at < free || (i === 0 && next - at < least / 2) || at > 0.93) return false;
      free = at + least;
      return true;
    });
    this.years.replaceChildren(
      ...labels.map(([year, at]) => {
        const label = h("span", {}, year);
        label.style.setProperty("--at", String(at));
        return label;
      }),
    );
  }

  private presetButtons(): HTMLElement[] {
    const button = (text: string, years: number) =>
      h("button", { class: "time-preset", type: "button", "data-years": years, onclick: () => this.take(years) }, text);
    return [button(this.words.wholePeriod, 0), ...PRESETS.map((years) => button(this.words.lastYears(years), years))];
  }

  private take(years: number): void {
    const { length } = this.scale;
    this.move({ first: years ? Math.max(0, length - years * YEAR) : 0, last: length });
    this.handlers.onSettle(this.period);
  }

  private pressPresets(span: Span): void {
    const { length } = this.scale;
    for (const button of this.presets.querySelectorAll<HTMLElement>("[data-years]")) {
      const years = Number(button.dataset["years"]);
      const isOn = span.last === length && span.first === (years ? length - years * YEAR : 0);
      button.setAttribute("aria-pressed", String(isOn));
      button.hidden = years * YEAR >= length;
    }
  }
}

import type { Api } from "../api";
import type { Day } from "../dates";
import { all, need } from "../dom";
import { readable, writeFilters, type Filters } from "../filters";
import type { Words } from "../words";
import type { Period } from "./period";
import { TimeSlider } from "./time-slider";

interface Handlers {
  onMove: (period: Period) => void;
  onSettle: (period: Period) => void;
}

/** What the panel shows of history alone: the time slider with its histogram, in the place of the live map's periods. */
export class HistoryPart {
  private readonly slider: TimeSlider;
  private readonly time: HTMLElement;
  private hasScale = false;
  private asked = "";

  constructor(
    private readonly root: HTMLElement,
    private readonly api: Api,
    today: Day,
    words: Words,
    handlers: Handlers,
  ) {
    this.time = need("[data-time]", root);
    this.slider = new TimeSlider(this.time, today, words, handlers);
  }

  write(filters: Filters): void {
    const isHistory = filters.set === "history";
    this.root.dataset["set"] = filters.set;
    this.time.hidden = !isHistory;
    need("[data-period]", this.root).hidden = isHistory;
    for (const chip of all("[data-act=history]", this.root)) chip.setAttribute("aria-pressed", String(isHistory));
    if (isHistory) this.slider.write(filters);
  }

  /** How many marks the window holds, as the months tell; null when they do not. */
  get held(): number | null {
    return this.asked ? this.slider.held : null;
  }

  /** Fetches the months of what the filters leave, whatever the period, unless they are shown already. */
  async count(filters: Filters, box: Record<string, string>, signal: AbortSignal): Promise<void> {
    if (filters.set !== "history") return;
    const query = { ...writeFilters({ ...filters, from: null, to: null }), ...box };
    const key = readable(new URLSearchParams(query));
    const [begin, counted] = await Promise.all([
      this.hasScale ? null : this.api.summary({ set: "history" }, signal),
      key === this.asked ? null : this.api.summary(query, signal),
    ]);
    if (signal.aborted) return;
    const [first] = Object.keys(begin?.by_month ?? {});
    this.hasScale ||= begin !== null;
    if (first) this.slider.begin(first);
    if (counted) this.slider.show(counted.by_month);
    this.asked = key;
  }
}

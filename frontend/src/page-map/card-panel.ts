import { ApiError, type Api, type Mark, type Unit } from "../api";
import type { Config } from "../config";
import { h, icon, keep, need, sign } from "../dom";
import type { MarkSet } from "../filters";
import type { Group, Point } from "../map/clusters";
import { hasLeft, isArchived, isConfirmable } from "../mark";
import { placeName } from "../place-name";
import { boxAround } from "../report/place";
import { STATUSES, totalOf, type Status } from "../statuses";
import type { Words } from "../words";
import { cardContent } from "./card";
import { Confirming, sentenceOf } from "./confirm";
import type { CategoryName } from "./panel";
import { shareButton } from "./share";

interface Handlers {
  onShow: (mark: Mark | null) => void;
  onClose: () => void;
  onPick: (id: string) => void;
}

/** A mark that was just sent is on its way to the map for a moment. */
const RETRIES = 6;
const RETRY_MS = 500;
/** Rows of a long list that are shown at once. */
const ROWS = 50;

/** A mark, and whether it has left today's map. */
interface Found {
  mark: Mark;
  isPast: boolean;
}

/** The card of a mark, in the place of the filters. */
export class CardPanel {
  private readonly root: HTMLElement;
  private readonly sheet: HTMLElement;
  private readonly view: HTMLElement;
  private readonly confirming: Confirming;
  private units: Promise<Map<string, Unit>> | null = null;
  private from: Element | null = null;
  private turn = 0;

  constructor(
    root: HTMLElement,
    private readonly api: Api,
    private readonly config: Config,
    private readonly words: Words,
    private readonly categories: Map<string, CategoryName>,
    private readonly handlers: Handlers,
  ) {
    this.root = root;
    this.sheet = need("[data-sheet]", root);
    this.view = need("[data-card]", root);
    this.confirming = new Confirming(api, words, () => undefined);
    need("[data-card-back]", root).addEventListener("click", () => this.close());
  }

  get isOpen(): boolean {
    return this.sheet.dataset["view"] === "card";
  }

  nameOf(category: string): string {
    return this.categories.get(category)?.name ?? category;
  }

  /** Leaves the card as the reader asked. */
  close(): void {
    this.handlers.onClose();
  }

  /** Shows the card of a mark, which is looked for in this set first; null goes back to the filters. */
  async open(id: string | null, set: MarkSet): Promise<void> {
    const turn = ++this.turn;
    if (id === null) return this.leave();
    this.enter(this.loading());
    try {
      const units = this.unitsByCode();
      const found = await this.fetch(id, set, turn);
      if (!found) return;
      const { mark } = found;
      const place = await this.api.locate(...mark.geometry.coordinates).catch(() => null);
      const unit = (await units).get(mark.properties.unit)?.name ?? place?.unit?.name ?? "";
      if (turn === this.turn) this.show(found, placeName(place, this.words), unit);
    } catch (error) {
      if (turn === this.turn) this.showTrouble(id, set, error);
    }
  }

  /** Several reports on one spot, to choose from. */
  showSpot(group: Group): void {
    const list = h("ul", { class: "spot" });
    const more = h("button", { class: "btn btn-wide", type: "button" }, this.words.showMore);
    const fill = () => {
      const shown = list.childElementCount;
      list.append(...group.members.slice(shown, shown + ROWS).map((member) => this.spotRow(member)));
      more.hidden = list.childElementCount >= group.members.length;
      if (shown) list.children[shown]?.querySelector<HTMLElement>("button")?.focus();
    };
    more.addEventListener("click", fill);
    fill();
    const title = h("h2", { class: "t4", id: "card-title", tabindex: "-1" }, this.words.onThisSpot(group.count));
    this.enter([h("div", { class: "card-in" }, title, list, more)]);
    this.handlers.onShow(null);
    title.focus({ preventScroll: true });
  }

  /** One mark of a spot; several reports in one row have no card of their own. */
  private spotRow(member: Point): HTMLElement {
    const { words, categories } = this;
    const status = member.status ?? STATUSES.find((_, i) => member.counts[i]) ?? "new";
    const name = member.category ? this.nameOf(member.category) : words.together(totalOf(member.counts));
    const state = h("span", { class: "soft" }, sign(status, 14), " ", words.statuses[status as Status] ?? "");
    const drawing = icon(member.id ? (categories.get(member.category ?? "")?.icon ?? "map-pin") : "stack-2", 24);
    const { id } = member;
    if (!id)
      return h("li", {}, drawing, h("div", { class: "spot-button" }, h("b", {}, name), state, h("span", { class: "soft t1" }, words.fromArchive)));
    const open = () => this.handlers.onPick(id);
    return h("li", {}, drawing, h("button", { type: "button", class: "spot-button", onclick: open }, h("b", {}, keep(name)), state));
  }

  /** Shows other content in the card's place, until it is left like a card. */
  showContent(content: readonly Node[]): void {
    this.turn++;
    this.enter(content);
    this.handlers.onShow(null);
  }

  private enter(content: readonly Node[]): void {
    if (!this.isOpen) this.from = document.activeElement;
    this.sheet.dataset["view"] = "card";
    this.root.dataset["view"] = "card";
    this.view.replaceChildren(...content);
  }

  private leave(): void {
    this.turn++;
    if (!this.isOpen) return;
    this.sheet.dataset["view"] = this.root.dataset["view"] = "filters";
    this.view.replaceChildren();
    this.handlers.onShow(null);
    const back =
      this.from instanceof HTMLElement && this.from.isConnected && this.from !== document.body
        ? this.from
        : this.root.querySelector<HTMLElement>(".maplibregl-canvas");
    back?.focus({ preventScroll: true });
  }

  private async fetch(id: string, set: MarkSet, turn: number): Promise<Found | null> {
    for (let attempt = 0; ; attempt++) {
      const found = set === "live" ? ((await this.onTheMap(id)) ?? (await this.inHistory(id))) : await this.inHistory(id);
      if (found || attempt >= RETRIES) return found ?? Promise.reject(new ApiError(404, "not_found", ""));
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      if (turn !== this.turn) return null;
    }
  }

  private async onTheMap(id: string): Promise<Found | null> {
    const mark = await orMissing(this.api.mark(id, "live"));
    return mark && { mark, isPast: false };
  }

  private async inHistory(id: string): Promise<Found | null> {
    const mark = await orMissing(this.api.mark(id, "history"));
    return mark && { mark, isPast: hasLeft(mark, this.config.today) || (isArchived(mark) && !(await this.isToday(mark))) };
  }

  /** Whether an archived mark is on today's map: it does not tell that itself, and a list answers without an error. */
  private async isToday({ id, geometry, properties }: Mark): Promise<boolean> {
    const { category, reported } = properties;
    const [lon, lat] = geometry.coordinates;
    const bbox = boxAround(lon, lat, 1);
    const { features } = await this.api.marks({ bbox, category, from: reported, to: reported, limit: "500" });
    return features.some((mark) => mark.id === id);
  }

  private unitsByCode(): Promise<Map<string, Unit>> {
    this.units ??= this.api
      .units()
      .then(({ units }) => new Map(units.map((unit) => [unit.code, unit])))
      .catch(() => new Map());
    return this.units;
  }

  private show({ mark, isPast }: Found, place: string, unit: string): void {
    const { words, config } = this;
    const category = this.categories.get(mark.properties.category) ?? {
      name: mark.properties.category,
      icon: "map-pin",
    };
    const share = shareButton(() => this.addressOf(mark, isPast), category.name, words.share, words);
    const [confirm, line] = isConfirmable(mark) && !isPast ? this.confirming.controls(mark) : [null, null];
    const act = h("div", { class: `act card-act${confirm ? "" : " card-act-single"}` }, confirm, share, line);
    this.enter([
      h("div", { class: "card-in" }, ...cardContent(mark, { words, today: config.today, category, place, unit, isPast })),
      act,
    ]);
    this.handlers.onShow(mark);
    need("#card-title", this.view).focus({ preventScroll: true });
  }

  private addressOf(mark: Mark, isPast: boolean): string {
    const url = new URL(location.href);
    url.search = `${isPast ? "?set=history&" : "?"}mark=${mark.id}`;
    const [lon, lat] = mark.geometry.coordinates;
    url.hash = `#15/${lat}/${lon}`;
    return url.href;
  }

  private loading(): Node[] {
    const line = () => h("i");
    return [
      h(
        "div",
        { class: "card-in" },
        h(
          "div",
          { class: "skeleton", role: "status", "aria-label": this.words.loading },
          line(),
          line(),
          line(),
          line(),
          line(),
        ),
      ),
    ];
  }

  private showTrouble(id: string, set: MarkSet, error: unknown): void {
    const { words } = this;
    const isGone = isMissing(error);
    const title = h("h2", { id: "card-title", tabindex: "-1" }, isGone ? words.markGone : words.cardFailed);
    const retry = h(
      "button",
      { class: "btn", type: "button", onclick: () => void this.open(id, set) },
      icon("refresh"),
      words.tryAgain,
    );
    const text = h("p", {}, isGone ? words.markGoneWhy : sentenceOf(error, words));
    this.enter([
      h(
        "div",
        { class: "card-in" },
        h(
          "div",
          { class: "blank" },
          icon(isGone ? "eye-off" : "alert-circle"),
          title,
          text,
          isGone ? null : retry,
        ),
      ),
    ]);
    this.handlers.onShow(null);
    title.focus({ preventScroll: true });
  }
}

/** The answer, null where there is no such mark. */
function orMissing(answer: Promise<Mark>): Promise<Mark | null> {
  return answer.catch((error: unknown) => (isMissing(error) ? null : Promise.reject(error as Error)));
}

function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

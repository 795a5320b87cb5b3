import { ApiError, type Api, type Mark, type Unit } from "../api";
import type { Config } from "../config";
import { h, icon, keep, need, sign } from "../dom";
import type { Group } from "../map/clusters";
import { placeName } from "../place-name";
import type { Words } from "../words";
import { cardContent, isConfirmable } from "./card";
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
    this.leave();
  }

  /** Shows the card of a mark; null goes back to the filters. */
  async open(id: string | null): Promise<void> {
    const turn = ++this.turn;
    if (id === null) return this.leave();
    this.enter(this.loading());
    try {
      const units = this.unitsByCode();
      const mark = await this.fetch(id, turn);
      if (!mark) return;
      const place = await this.api.locate(...mark.geometry.coordinates).catch(() => null);
      const unit = (await units).get(mark.properties.unit)?.name ?? place?.unit?.name ?? "";
      if (turn === this.turn) this.show(mark, placeName(place, this.words), unit);
    } catch (error) {
      if (turn === this.turn) this.showTrouble(id, error);
    }
  }

  /** Several reports on one spot, to choose from. */
  showSpot(group: Group): void {
    const rows = group.members.map((member) =>
      h(
        "li",
        {},
        icon(this.categories.get(member.category ?? "")?.icon ?? "map-pin", 24),
        h(
          "button",
          { type: "button", class: "spot-button", onclick: () => member.id && this.handlers.onPick(member.id) },
          h("b", {}, keep(this.nameOf(member.category ?? ""))),
          h(
            "span",
            { class: "soft" },
            sign(member.status ?? "", 14),
            " ",
            this.words.statuses[member.status as keyof Words["statuses"]] ?? "",
          ),
        ),
      ),
    );
    const title = h("h2", { class: "t4", id: "card-title", tabindex: "-1" }, this.words.onThisSpot(group.count));
    this.enter([h("div", { class: "card-in" }, title, h("ul", { class: "spot" }, ...rows))]);
    this.handlers.onShow(null);
    title.focus({ preventScroll: true });
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

  private async fetch(id: string, turn: number): Promise<Mark | null> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.api.mark(id);
      } catch (error) {
        const isMissing = error instanceof ApiError && error.status === 404;
        if (!isMissing || attempt >= RETRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        if (turn !== this.turn) return null;
      }
    }
  }

  private unitsByCode(): Promise<Map<string, Unit>> {
    this.units ??= this.api
      .units()
      .then(({ units }) => new Map(units.map((unit) => [unit.code, unit])))
      .catch(() => new Map());
    return this.units;
  }

  private show(mark: Mark, place: string, unit: string): void {
    const { words, config } = this;
    const category = this.categories.get(mark.properties.category) ?? {
      name: mark.properties.category,
      icon: "map-pin",
    };
    const share = shareButton(this.addressOf(mark), category.name, words);
    const [confirm, line] = isConfirmable(mark) ? this.confirming.controls(mark) : [null, null];
    const act = h("div", { class: `act card-act${confirm ? "" : " card-act-single"}` }, confirm, share, line);
    this.enter([
      h("div", { class: "card-in" }, ...cardContent(mark, { words, today: config.today, category, place, unit })),
      act,
    ]);
    this.handlers.onShow(mark);
    need("#card-title", this.view).focus({ preventScroll: true });
  }

  private addressOf(mark: Mark): string {
    const url = new URL(location.href);
    url.search = `?mark=${mark.id}`;
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

  private showTrouble(id: string, error: unknown): void {
    const { words } = this;
    const isMissing = error instanceof ApiError && error.status === 404;
    const title = h("h2", { id: "card-title", tabindex: "-1" }, isMissing ? words.markGone : words.cardFailed);
    const retry = h(
      "button",
      { class: "btn", type: "button", onclick: () => void this.open(id) },
      icon("refresh"),
      words.tryAgain,
    );
    const text = h("p", {}, isMissing ? words.markGoneWhy : sentenceOf(error, words));
    this.enter([
      h(
        "div",
        { class: "card-in" },
        h(
          "div",
          { class: "blank" },
          icon(isMissing ? "eye-off" : "alert-circle"),
          title,
          text,
          isMissing ? null : retry,
        ),
      ),
    ]);
    this.handlers.onShow(null);
    title.focus({ preventScroll: true });
  }
}

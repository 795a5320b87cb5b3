import type { Api, Mark } from "../api";
import type { Config } from "../config";
import { h, icon } from "../dom";
import { cardContent } from "../page-map/card";
import { Confirming } from "../page-map/confirm";
import type { Words } from "../words";
import type { Category } from "./category-step";

/** The card of a report nearby, over the form: to confirm it instead of reporting it twice. Nothing typed is lost. */
export class NearbyDialog {
  private readonly dialog = h("dialog", { class: "nearby", "aria-labelledby": "card-title" });
  private readonly confirming: Confirming;

  constructor(
    api: Api,
    private readonly config: Config,
    private readonly words: Words,
    private readonly onConfirmed: () => void,
  ) {
    this.confirming = new Confirming(api, words, () => this.finish());
    document.body.append(this.dialog);
  }

  show(mark: Mark, category: Category, place: string, unit: string): void {
    const { words, config, dialog } = this;
    const close = h(
      "button",
      { type: "button", class: "iconbtn nearby-close", "aria-label": words.backToForm, onclick: () => dialog.close() },
      icon("x"),
    );
    const other = h(
      "button",
      { type: "button", class: "btn btn-big", onclick: () => dialog.close() },
      words.otherMatter,
    );
    const [confirm, line] = this.confirming.controls(mark);
    dialog.replaceChildren(
      close,
      h("div", { class: "card-in" }, ...cardContent(mark, { words, today: config.today, category, place, unit, isPast: false })),
      h("div", { class: "act nearby-act" }, confirm, other, line),
    );
    dialog.showModal();
  }

  private finish(): void {
    this.onConfirmed();
    const map = h(
      "a",
      { class: "btn btn-big btn-wide nearby-done", href: this.config.urls["map"] ?? "/" },
      this.words.backToMap,
    );
    this.dialog.querySelector(".nearby-act")?.append(map);
    this.dialog.querySelector(".nearby-act > .btn:not(.nearby-done)")?.remove();
  }
}

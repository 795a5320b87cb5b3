import { ApiError, type Api } from "../api";
import type { Config } from "../config";
import { all, h, icon, need, one } from "../dom";
import { sentenceOf } from "../page-map/confirm";
import type { Words } from "../words";
import { chosenCategory, startCategoryStep } from "./category-step";
import { contentOf } from "./content";
import { dropDraft, keepDraft, keptDraft, readFields, writeFields } from "./draft";
import { NearbyDialog } from "./nearby";
import { PlaceStep } from "./place-step";
import { clearProblems, showProblems, stepOf, type Problem, type StepName } from "./problems";
import { SendStep } from "./send-step";
import { Sending } from "./sending";
import { showSuccess } from "./success";

const STEPS: readonly StepName[] = ["category", "place", "when", "send"];
const TRY_SOON_S = 5;

/** The one-page form as four questions, one at a time. Going back loses nothing; sending twice stores once. */
export class Flow {
  private readonly sections: Map<StepName, HTMLElement>;
  private readonly place: PlaceStep;
  private readonly last: SendStep;
  private readonly sending: Sending;
  private readonly bar: HTMLElement;
  private readonly next: HTMLButtonElement;
  private readonly line = h("p", { class: "act-line", role: "status" });
  private step: StepName = "category";
  private isBusy = false;
  private isOver = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly main: HTMLElement,
    private readonly api: Api,
    private readonly config: Config,
    private readonly words: Words,
  ) {
    this.sections = new Map(all("[data-step]", form).map((section) => [section.dataset["step"] as StepName, section]));
    const draft = keptDraft();
    if (draft) writeFields(form, draft.fields);
    for (const plain of all("[data-plain]", document)) {
      if (plain instanceof HTMLHeadingElement && plain.matches("h1")) plain.classList.add("vh");
      else plain.remove();
    }
    for (const id of ["receipt", "token", "view_lon", "view_lat", "view_zoom", "offered"])
      one(`input[type=hidden][name=${id}]`, form)?.remove();
    const dialog = new NearbyDialog(api, config, words, () => this.forget());
    this.place = new PlaceStep(form, api, config, words, (mark, name) =>
      dialog.show(mark, chosenCategory(form)!, name, this.place.unitName),
    );
    this.last = new SendStep(form, this.section("send"), this.place, config, words, (step) => this.go(step));
    this.sending = new Sending(api);
    this.bar = h("div", { class: "step-head" });
    this.next = h("button", { type: "submit", class: "btn btn-primary btn-big btn-wide" });
    need("[data-submit]", form).remove();
    form.prepend(this.bar);
    form.append(h("div", { class: "act step-act" }, this.line, this.next));
    startCategoryStep(this.section("category"), words);
    this.wire();
    this.open(this.firstStep(draft?.step));
  }

  private section(step: StepName): HTMLElement {
    const section = this.sections.get(step);
    if (!section) throw new Error(`The form has no step ${step}.`);
    return section;
  }

  /** After a reload the reader stands where they stood, unless something before it is missing. */
  private firstStep(kept: string | undefined): StepName {
    const wanted = (history.state as { step?: StepName } | null)?.step ?? (kept as StepName | undefined) ?? "category";
    const until = Math.max(0, STEPS.indexOf(wanted));
    return STEPS.slice(0, until).find((step) => this.problems(step).length) ?? STEPS[until] ?? "category";
  }

  private wire(): void {
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("change", () => this.keep());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.forward();
    });
    // Enter in a field goes on, it presses none of the map's buttons.
    this.form.addEventListener("keydown", (event) => {
      const { target } = event;
      if (
        event.key !== "Enter" ||
        event.defaultPrevented ||
        !(target instanceof HTMLInputElement) ||
        target.type === "search"
      )
        return;
      event.preventDefault();
      void this.forward();
    });
    window.addEventListener("popstate", (event) => {
      const step = (event.state as { step?: StepName } | null)?.step;
      if (step && !this.isOver) this.show(step);
    });
  }

  // The draft is kept at once, not after a pause: nothing may write it after it was forgotten.

  private keep(): void {
    if (!this.isOver) keepDraft({ fields: readFields(this.form), step: this.step });
  }

  private forget(): void {
    this.isOver = true;
    dropDraft();
  }

  // Steps

  private open(step: StepName): void {
    history.replaceState({ step }, "");
    document.body.classList.add("report-steps");
    this.form.dataset["ready"] = "";
    this.show(step, false);
  }

  private go(step: StepName): void {
    history.pushState({ step }, "");
    this.show(step);
  }

  private show(step: StepName, takesFocus = true): void {
    this.step = step;
    clearProblems(this.form);
    for (const [name, section] of this.sections) section.hidden = name !== step;
    document.body.dataset["step"] = step;
    this.drawHead();
    this.sayNext();
    this.keep();
    if (step === "place") void this.place.enter();
    if (step === "send") this.last.enter();
    if (step !== "category") this.sending.proof.begin();
    scrollTo(0, 0);
    const title = need("h2", this.section(step));
    title.tabIndex = -1;
    if (takesFocus) title.focus({ preventScroll: true });
  }

  private drawHead(): void {
    const { words, step } = this;
    const at = STEPS.indexOf(step);
    const back = h(
      "button",
      { type: "button", class: "iconbtn", "aria-label": words.backTo[step], onclick: () => this.back() },
      icon("arrow-left"),
    );
    const close = h(
      "a",
      {
        class: "iconbtn step-close",
        href: this.config.urls["map"] ?? "/",
        "aria-label": words.close,
        title: words.close,
      },
      icon("x"),
    );
    const count = h(
      "p",
      {},
      h("b", {}, words.stepOf(at + 1, STEPS.length)),
      " ",
      h("span", { class: "soft" }, words.stepNames[step]),
    );
    const bars = h(
      "div",
      { class: "step-bars", "aria-hidden": "true" },
      ...STEPS.map((_, i) => h("i", { class: i <= at ? "is-done" : "" })),
    );
    this.bar.replaceChildren(h("div", { class: "topbar" }, back, count, close), bars);
  }

  private sayNext(): void {
    const { words, step } = this;
    this.line.textContent = "";
    const label = step === "send" ? words.send : (words.next[step] ?? "");
    this.next.replaceChildren(...(step === "send" ? [icon("send"), label] : [label, icon("arrow-right")]));
  }

  private back(): void {
    const before = STEPS[STEPS.indexOf(this.step) - 1];
    if (before) this.go(before);
    else location.assign(this.config.urls["map"] ?? "/");
  }

  private problems(step: StepName): Problem[] {
    const { words } = this;
    if (step === "category")
      return chosenCategory(this.form) ? [] : [{ field: "category", message: words.chooseCategory }];
    if (step === "place") return this.place.problems();
    if (step === "send") return this.last.problems();
    const { occurred_on, occurred_time } = readFields(this.form);
    return occurred_time && !occurred_on ? [{ field: "occurred_on", message: words.timeNeedsDay }] : [];
  }

  private async forward(): Promise<void> {
    if (this.isBusy) return;
    clearProblems(this.form);
    const problems = this.problems(this.step);
    if (problems.length) return this.refuse(this.step, problems);
    const after = STEPS[STEPS.indexOf(this.step) + 1];
    if (after) return this.go(after);
    const missing = STEPS.find((step) => this.problems(step).length);
    if (missing) {
      this.go(missing);
      return this.refuse(missing, this.problems(missing));
    }
    await this.send();
  }

  private refuse(step: StepName, problems: readonly Problem[], title = this.words.thereIsProblem): void {
    showProblems(this.section(step), problems, title, this.words);
  }

  // Sending

  private async send(): Promise<void> {
    const { words } = this;
    this.busy(true);
    try {
      const say = (text: string) => (this.line.textContent = text);
      const sent = await this.sending.send(
        contentOf(this.form),
        () => say(words.proofWaiting),
        () => say(words.sendingReport),
      );
      this.forget();
      history.replaceState(null, "", this.config.urls["report"] ?? location.pathname);
      const visibility = chosenCategory(this.form)?.visibility ?? "exact";
      showSuccess(this.main, this.api, { sent, config: this.config, words, visibility });
    } catch (error) {
      this.busy(false);
      this.fail(error);
    }
  }

  private busy(isBusy: boolean): void {
    this.isBusy = isBusy;
    this.next.setAttribute("aria-disabled", String(isBusy));
    if (isBusy) this.next.replaceChildren(icon("loader-2", 24, 1.8, "icon-busy is-on"), this.words.sending);
    else this.sayNext();
  }

  private fail(error: unknown): void {
    const { words } = this;
    const fields = error instanceof ApiError ? Object.entries(error.fields) : [];
    const problems = fields.map(([field, { message }]) => ({ field, message }));
    if (error instanceof ApiError && error.code === "outside_country")
      problems.push({ field: "place", message: error.message });
    const [first] = problems;
    if (first) {
      const step = STEPS.find((name) => problems.some(({ field }) => stepOf(field) === name)) ?? "send";
      if (step !== this.step) this.go(step);
      return this.refuse(step, unique(problems.filter(({ field }) => stepOf(field) === step)));
    }
    const wait =
      error instanceof ApiError && error.retryAfter > TRY_SOON_S ? ` ${words.waitSeconds(error.retryAfter)}` : "";
    this.refuse(
      "send",
      [{ field: "", message: `${sentenceOf(error, words)}${wait} ${words.sentOnce}` }],
      words.notSent,
    );
    this.next.replaceChildren(icon("refresh"), words.sendAgain);
  }
}

function unique(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ message }, i) => problems.findIndex((other) => other.message === message) === i);
}

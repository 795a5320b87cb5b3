import { dayText, recurrenceText } from "../dates";
import { h, icon, keep, need } from "../dom";
import type { Config } from "../config";
import type { Words } from "../words";
import { chosenCategory } from "./category-step";
import { lengthOf } from "./content";
import { readFields } from "./draft";
import type { PlaceStep } from "./place-step";
import type { Problem, StepName } from "./problems";

/** Description with its counter, everything once more to check, the rules. */
export class SendStep {
  private readonly check: HTMLElement;
  private readonly counter: HTMLElement;
  private readonly text: HTMLTextAreaElement;
  private readonly most: number;

  constructor(
    private readonly form: HTMLFormElement,
    step: HTMLElement,
    private readonly place: PlaceStep,
    private readonly config: Config,
    private readonly words: Words,
    private readonly onChange: (step: StepName) => void,
  ) {
    this.most = Number(form.dataset["maxDescription"] ?? 500);
    this.text = need<HTMLTextAreaElement>("textarea[name=description]", step);
    this.counter = h("p", { class: "counter soft t1", role: "status" });
    this.check = h("div", { class: "check-list" });
    this.text.after(this.counter);
    need("h2", step).after(this.check);
    this.text.addEventListener("input", () => this.count());
    this.count();
  }

  enter(): void {
    this.count();
    const { words } = this;
    const rows: [string, string, StepName][] = [
      [words.stepNames["category"] ?? "", chosenCategory(this.form)?.name ?? words.notGiven, "category"],
      [words.stepNames["place"] ?? "", this.place.name || words.notGiven, "place"],
      [words.stepNames["when"] ?? "", this.when() || words.notGiven, "when"],
    ];
    const unit = this.place.unitName;
    this.check.replaceChildren(
      h("dl", { class: "check-rows" }, ...rows.map(([name, value, step]) => this.row(name, value, step))),
      unit ? h("p", { class: "soft t1" }, keep(words.unitAnswers(unit))) : "",
    );
  }

  problems(): Problem[] {
    const length = lengthOf(this.text.value.trim());
    const problems: Problem[] = [];
    if (length > this.most)
      problems.push({ field: "description", message: `${this.words.charactersOver(length - this.most)}.` });
    if (!length && chosenCategory(this.form)?.needsDescription)
      problems.push({ field: "description", message: this.words.needDescription });
    if (!need<HTMLInputElement>("[name=rules_accepted]", this.form).checked)
      problems.push({ field: "rules_accepted", message: this.words.needRules });
    return problems;
  }

  private row(name: string, value: string, step: StepName): HTMLElement {
    const change = h(
      "button",
      {
        type: "button",
        class: "btn-text",
        "aria-label": this.words.changeWhat(name),
        onclick: () => this.onChange(step),
      },
      this.words.change,
    );
    return h("div", {}, h("dt", {}, name), h("dd", {}, keep(value)), h("dd", { class: "check-change" }, change));
  }

  private when(): string {
    const { occurred_on, occurred_time, time_of_day, weekdays } = readFields(this.form);
    const { words, config } = this;
    const recurs = recurrenceText(
      [weekdays ?? []].flat().map(Number),
      (time_of_day as string | undefined) ?? null,
      words,
    );
    const day = occurred_on ? dayText(String(occurred_on), config.today, words) : "";
    return [recurs, [day, occurred_time].filter(Boolean).join(", ")].filter(Boolean).join("; ");
  }

  private count(): void {
    const left = this.most - lengthOf(this.text.value);
    this.counter.textContent = left < 0 ? this.words.charactersOver(-left) : this.words.charactersLeft(left);
    this.counter.classList.toggle("is-over", left < 0);
    if (left < 0) this.counter.prepend(icon("alert-circle", 20), " ");
  }
}

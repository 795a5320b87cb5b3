import { all, h, one } from "../dom";
import type { Words } from "../words";

/** One thing to put right: the field's name and the sentence beside it. An empty name is the whole form. */
export interface Problem {
  field: string;
  message: string;
}

export type StepName = "category" | "place" | "when" | "send";

const STEP_OF: Record<string, StepName> = {
  category: "category",
  lon: "place",
  lat: "place",
  place: "place",
  weekdays: "when",
  time_of_day: "when",
  occurred_on: "when",
  occurred_time: "when",
};

export function stepOf(field: string): StepName {
  return STEP_OF[field] ?? "send";
}

/** Names the group that shows a field's error. */
function groupOf(field: string): string {
  return field === "lon" || field === "lat" ? "place" : field;
}

export function clearProblems(form: HTMLElement): void {
  for (const element of all(".govuk-error-summary, .govuk-error-message", form)) element.remove();
  for (const group of all(".govuk-form-group--error", form)) group.classList.remove("govuk-form-group--error");
  for (const field of all("[aria-invalid]", form)) field.removeAttribute("aria-invalid");
}

/** Lists the problems above the step's question, says each beside its field, and takes the focus there. */
export function showProblems(step: HTMLElement, problems: readonly Problem[], title: string, words: Words): void {
  const items = problems.map((problem) => h("li", {}, summaryLine(step, problem, words)));
  const summary = h(
    "div",
    { class: "govuk-error-summary", role: "alert", tabindex: "-1" },
    h("h2", { class: "govuk-error-summary__title" }, title),
    h(
      "div",
      { class: "govuk-error-summary__body" },
      h("ul", { class: "govuk-list govuk-error-summary__list" }, ...items),
    ),
  );
  step.prepend(summary);
  summary.focus();
  summary.scrollIntoView({ block: "start" });
}

function summaryLine(step: HTMLElement, { field, message }: Problem, words: Words): Node | string {
  const group = one(`[data-field="${groupOf(field)}"]`, step);
  if (!group) return message;
  group.classList.add("govuk-form-group--error");
  const target = one<HTMLElement>("input:not([type=hidden]):not([hidden]), textarea", group);
  const id = `${groupOf(field)}-problem`;
  group.prepend(
    h("p", { class: "govuk-error-message", id }, h("span", { class: "vh" }, `${words.errorPrefix} `), message),
  );
  target?.setAttribute("aria-invalid", "true");
  target?.setAttribute("aria-describedby", [target.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
  return h(
    "a",
    { href: `#${target?.id || id}`, onclick: (event: Event) => (event.preventDefault(), target?.focus()) },
    message,
  );
}

import { dayText, daysUntil, leftText, recurrenceText, untilText, type Day } from "../dates";
import { h, icon, keep, sign } from "../dom";
import type { HistoryStep, Mark } from "../api";
import { isArchived, lastDay } from "../mark";
import type { Words } from "../words";
import type { CategoryName } from "./panel";

export interface CardContext {
  words: Words;
  today: Day;
  category: CategoryName;
  place: string;
  unit: string;
  /** Whether it has left today's map and is shown from history. */
  isPast: boolean;
}

const DECIDED = new Set(["confirmed", "confirmed_referred", "confirmed_eliminated", "not_confirmed"]);

/** What, where, in which status, by when, why, who answers, when it recurs, how many see it. Nothing else. */
export function cardContent(mark: Mark, context: CardContext): HTMLElement[] {
  return [title(context), ...(context.isPast ? [past(context)] : []), state(mark, context), facts(mark, context)];
}

function title({ category, place }: CardContext): HTMLElement {
  return h(
    "div",
    { class: "what" },
    h("span", { class: "what-icon" }, icon(category.icon, 28)),
    h(
      "div",
      {},
      h("h2", { class: "t4", id: "card-title", tabindex: "-1" }, keep(category.name)),
      h("p", { class: "soft" }, place),
    ),
  );
}

function past({ words }: CardContext): HTMLElement {
  return h("p", { class: "past" }, icon("history", 20), h("span", {}, keep(words.notOnMapToday)));
}

function state(mark: Mark, context: CardContext): HTMLElement {
  const { words, today } = context;
  const { status } = mark.properties;
  const name = words.statuses[status as keyof Words["statuses"]] ?? status;
  return h(
    "div",
    { class: "state" },
    sign(status, 24),
    h("p", { class: "state-name" }, name),
    h("p", {}, ...meaning(mark, context)),
    way(mark, words, today),
  );
}

function meaning(mark: Mark, { words, today, isPast }: CardContext): (Node | string)[] {
  const { status, due, changed, next } = mark.properties;
  if (isPast) return [words.stateOf(dayText(changed, today, words))];
  if (isArchived(mark)) return [keep(next)];
  return [keep(words.meanings[status as keyof Words["meanings"]] ?? ""), " ", ...dueSentence(status, due, today, words)];
}

function dueSentence(status: string, due: Day | null, today: Day, words: Words): (Node | string)[] {
  if (!due || DECIDED.has(status)) return [];
  const until = h("b", { class: "nb" }, untilText(due, today, words));
  const left = leftText(due, today, words);
  const isLate = daysUntil(due, today) < 0;
  return [
    `${status === "new" ? words.willRead : words.willDecide} `,
    until,
    ", ",
    isLate ? h("span", { class: "is-late" }, left) : left,
    ".",
  ];
}

function firstOf(history: readonly HistoryStep[], status: string): Day | null {
  return history.find((step) => step.status === status)?.on ?? null;
}

function lastDecision(history: readonly HistoryStep[]): HistoryStep | null {
  return history.findLast((step) => DECIDED.has(step.status)) ?? null;
}

/** The three stages of every report, with what is known of their days. */
function way(mark: Mark, words: Words, today: Day): HTMLElement {
  const { status, reported, changed, due, history = [] } = mark.properties;
  const decided = DECIDED.has(status);
  const accepted = firstOf(history, "verification") ?? (status === "verification" ? changed : null);
  // A narrow column may break the date.
  const day = (value: Day) => dayText(value, today, words).replaceAll("\u00a0", " ");
  const checking = accepted ? words.since(day(accepted)) : !decided && due ? words.untilShort(day(due)) : "";
  const decision = decided
    ? day(lastDecision(history)?.on ?? changed)
    : status === "verification" && due
      ? words.untilShort(day(due))
      : "";
  return h(
    "ol",
    { class: "way" },
    h("li", { class: "is-done" }, h("b", {}, words.statuses.new), day(reported)),
    h("li", { class: accepted || decided ? "is-done" : "" }, h("b", {}, words.statuses.verification), checking),
    h("li", { class: decided ? "is-done" : "" }, h("b", {}, words.decision), decision),
  );
}

function facts(mark: Mark, { words, today, unit, isPast }: CardContext): HTMLElement {
  const { reason, time_of_day, weekdays, confirmations, coarse, occurred_on } = mark.properties;
  const list = h("dl", { class: "facts" });
  const add = (name: string, ...content: (Node | string)[]) => {
    list.append(h("dt", {}, icon(name, 24)), h("dd", {}, ...content));
  };
  const recurs = recurrenceText(weekdays, time_of_day, words);
  if (reason) add("info-circle", h("b", {}, words.reason), " ", keep(reason.text));
  if (unit) add("building", h("b", {}, words.answers), " ", keep(unit));
  if (recurs) add("clock", h("b", {}, words.recurs), " ", recurs);
  if (occurred_on) add("calendar", h("b", {}, words.happened), " ", dayText(occurred_on, today, words));
  const many = words.confirmations[confirmations as keyof Words["confirmations"]];
  if (many) add("user", many);
  if (coarse) add("map-pin", keep(words.coarse));
  const last = lastDay(mark);
  if (last && !isPast && !isArchived(mark)) add("eye-off", words.staysUntil(dayText(last, today, words)));
  return list;
}

import { all, h, icon, need, one } from "../dom";
import { fold, matches } from "../fold";
import type { Words } from "../words";

export interface Category {
  code: string;
  name: string;
  icon: string;
  visibility: string;
  needsDescription: boolean;
}

/** The category that is chosen, null when none is. */
export function chosenCategory(form: HTMLFormElement): Category | null {
  const input = one<HTMLInputElement>("input[name=category]:checked", form);
  if (!input) return null;
  return {
    code: input.value,
    name: nameOf(input),
    icon: input.dataset["icon"] ?? "map-pin",
    visibility: input.dataset["visibility"] ?? "exact",
    needsDescription: "descriptionRequired" in input.dataset,
  };
}

function nameOf(input: HTMLInputElement): string {
  return need(".cat-label span", input.closest(".cat-row")!).textContent?.trim() ?? "";
}

interface Row {
  element: HTMLElement;
  text: string;
}

/** Search and groups above the list of categories. */
export function startCategoryStep(step: HTMLElement, words: Words): void {
  const list = need("[data-categories]", step);
  const groups = all("[data-group]", list);
  const rows: Row[] = all(".cat-row", list).map((element) => ({ element, text: searchText(element, words) }));
  const search = h("input", {
    type: "search",
    "aria-label": words.searchCategory,
    placeholder: words.searchCategory,
    enterkeyhint: "search",
    autocomplete: "off",
  });
  const none = h("p", { class: "note", role: "status", hidden: true }, words.noCategory);
  const chips = groups.map((group) => groupChip(group));
  let chosen: string | null = null;

  const apply = () => {
    const query = fold(search.value);
    let found = 0;
    for (const { element, text } of rows) {
      const isMine = !chosen || element.closest<HTMLElement>("[data-group]")?.dataset["group"] === chosen;
      element.hidden = query ? !matches(text, query) : !isMine;
      if (!element.hidden) found++;
    }
    for (const group of groups) head(group, words, Boolean(query));
    chips.forEach((chip, i) =>
      chip.setAttribute("aria-pressed", String(!query && groups[i]?.dataset["group"] === chosen)),
    );
    none.hidden = found > 0;
  };
  chips.forEach((chip, i) =>
    chip.addEventListener("click", () => {
      const group = groups[i]?.dataset["group"] ?? null;
      chosen = chosen === group ? null : group;
      search.value = "";
      apply();
    }),
  );
  search.addEventListener("input", apply);
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  const tools = h(
    "div",
    { class: "cats-tools" },
    h("label", { class: "field" }, icon("search", 20), search),
    h("div", { class: "chips chips-scroll" }, ...chips),
    none,
  );
  need("h2", step).after(tools);
  apply();
}

function searchText(row: HTMLElement, words: Words): string {
  const input = need<HTMLInputElement>("input", row);
  return fold(`${row.textContent ?? ""} ${words.synonyms[input.value] ?? ""}`);
}

function groupChip(group: HTMLElement): HTMLButtonElement {
  const first = need<HTMLInputElement>("input", group).dataset["icon"] ?? "map-pin";
  const name = need(".cats-head", group).textContent?.trim() ?? "";
  return h(
    "button",
    { type: "button", class: "chip chip-big", "aria-pressed": "false" },
    icon(group.dataset["icon"] ?? first, 18),
    name,
  );
}

function head(group: HTMLElement, words: Words, isSearch: boolean): void {
  const title = need(".cats-head", group);
  const shown = all<HTMLElement>(".cat-row", group).filter((row) => !row.hidden);
  title.dataset["name"] ??= title.textContent?.trim() ?? "";
  title.textContent = isSearch ? title.dataset["name"] : words.groupCount(title.dataset["name"], shown.length);
  group.hidden = shown.length === 0;
}

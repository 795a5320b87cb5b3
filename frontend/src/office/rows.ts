/** The rows of the queue: one is chosen; its details are loaded by the row's own link. */

const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>("a[data-case]")];

export function chosenRow(): HTMLAnchorElement | null {
  return document.querySelector<HTMLAnchorElement>('a[data-case][aria-current="true"]');
}

/** The row `step` places from the chosen one, the first when none is chosen, null at the end. */
export function neighbour(step: 1 | -1): HTMLAnchorElement | null {
  const all = links();
  const chosen = chosenRow();
  return chosen ? (all[all.indexOf(chosen) + step] ?? null) : (all[0] ?? null);
}

export function rowOf(caseId: string): HTMLAnchorElement | null {
  return document.querySelector<HTMLAnchorElement>(`a[data-case="${CSS.escape(caseId)}"]`);
}

/** Chooses a row as a click on it does. */
export function choose(link: HTMLAnchorElement | null): void {
  link?.focus({ preventScroll: true });
  link?.click();
}

export function openChosen(): void {
  const page = chosenRow()?.dataset["page"];
  if (page) location.assign(page);
}

/** Marks the row as the chosen one and tells the others who show it. */
export function mark(link: HTMLAnchorElement): void {
  for (const other of links()) {
    const isChosen = other === link;
    if (isChosen) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
    other.closest("tr")?.classList.toggle("is-chosen", isChosen);
  }
  link.closest("tr")?.scrollIntoView({ block: "nearest" });
  tellPlace();
  document.dispatchEvent(new CustomEvent("office:chosen", { detail: link.dataset["case"] }));
}

/** Says which of how many, at the foot: "16 z 27". */
export function tellPlace(): void {
  const place = document.querySelector<HTMLElement>("[data-count]");
  const chosen = chosenRow();
  if (!place) return;
  const first = Number(new URLSearchParams(location.search).get("from") ?? 0);
  place.textContent = chosen ? `${first + links().indexOf(chosen) + 1} z ${place.dataset["count"] ?? ""}` : `${place.dataset["count"] ?? ""} w kolejce`;
}

export function startRows(): void {
  for (const link of links()) link.addEventListener("click", () => mark(link));
  tellPlace();
}

/** What every page does beside its own work: menus close, the error summary takes the focus. */

function closeOnLeave(details: HTMLDetailsElement): void {
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (details.open && !details.contains(event.target as Node)) details.open = false;
  });
}

export function startPage(): void {
  document.querySelectorAll<HTMLDetailsElement>("details[data-menu]").forEach(closeOnLeave);
  document.querySelector<HTMLElement>(".govuk-error-summary")?.focus();
}

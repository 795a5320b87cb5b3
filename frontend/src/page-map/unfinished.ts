/** A page that is being left has its requests cut off, and is gone before it could complain. */
const AFTERWARDS_MS = 300;

/**
 * Says that the rest of the page's code has not come, and offers to load the page again; what stands stays. It comes
 * with the page's first code, so it brings none with it.
 */
export function tellUnfinished(root: HTMLElement, error: unknown): void {
  window.setTimeout(() => {
    console.error(error);
    root.classList.add("is-unfinished");
    const told = root.querySelector<HTMLElement>("[data-unfinished]");
    if (told) told.hidden = false;
    told?.querySelector("button")?.addEventListener("click", () => location.reload());
  }, AFTERWARDS_MS);
}

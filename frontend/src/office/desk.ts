/** The queue: filters act as they change, rows, map and details move together. */
import { startRows } from "./rows";

/** Sends the filters when a single choice is made; several may be ticked before "Pokaż". */
function startFilters(): void {
  const form = document.querySelector<HTMLFormElement>("[data-filters]");
  form?.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "radio") form.requestSubmit();
  });
  form?.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}

export async function startDesk(): Promise<void> {
  startRows();
  startFilters();
  const element = document.querySelector<HTMLElement>("#map");
  if (!element || element.offsetHeight === 0) return;
  // The map is heavy: it is fetched after everything that the work itself needs.
  const { startMap } = await import("./map");
  await startMap(element);
}

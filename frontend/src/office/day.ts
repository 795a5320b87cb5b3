/** The day of visits: asks the phone where it is and puts the nearest place first. The position is sent once, kept nowhere. */
import htmx from "htmx.org";

const LIST = "#places";

function position(): Promise<GeolocationPosition | null> {
  if (!("geolocation" in navigator)) return Promise.resolve(null);
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(resolve, () => resolve(null), { enableHighAccuracy: true, timeout: 8000, maximumAge: 60_000 });
  });
}

/** Whether somebody has begun to write down a visit: then nothing may move under their thumb. */
function isBusy(): boolean {
  return document.querySelector(`${LIST} :checked`) !== null || (document.querySelector<HTMLTextAreaElement>(`${LIST} textarea`)?.value ?? "") !== "";
}

export async function startDay(): Promise<void> {
  const page = document.querySelector<HTMLElement>("[data-day]");
  const token = page?.querySelector<HTMLInputElement>("[data-near] [name=csrfmiddlewaretoken]")?.value;
  const isChosenByHand = new URLSearchParams(location.search).has("case");
  if (!page?.dataset["day"] || !token || isChosenByHand) return;
  const where = await position();
  if (!where || isBusy()) return;
  // The answer takes a moment: a tap made meanwhile must not be lost either.
  document.addEventListener("htmx:before:swap", (event) => isBusy() && event.preventDefault(), { once: true });
  const values = { lon: where.coords.longitude, lat: where.coords.latitude, csrfmiddlewaretoken: token };
  await htmx.ajax("POST", page.dataset["day"], { target: LIST, swap: "outerHTML", values });
}

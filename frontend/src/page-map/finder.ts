import type { Api, Place } from "../api";
import { Combobox } from "../combobox";
import { need, one } from "../dom";
import type { Words } from "../words";

interface Handlers {
  onPlace: (place: Place) => void;
  onPosition: (lonLat: [number, number]) => void;
  say: (text: string) => void;
}

/** Search for a place, and the device's own position. */
export function startFinder(root: HTMLElement, api: Api, words: Words, handlers: Handlers): void {
  const input = need<HTMLInputElement>("input[name=q]", root);
  const form = input.closest("form");
  form?.addEventListener("submit", (event) => event.preventDefault());
  new Combobox({
    input,
    host: root,
    label: words.places,
    nothing: words.noPlaces,
    failed: words.unavailable,
    find: async (query, signal) => {
      const { places } = await api.places(query, signal);
      return places.map((place) => ({ title: place.name, note: place.area, choose: () => handlers.onPlace(place) }));
    },
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-locate]"))
    offerPosition(button, words, handlers);
  one("[data-clear]", root)?.addEventListener("click", () => {
    input.value = "";
    input.focus();
  });
}

/** Shows the button where the device can answer, and asks it when pressed. */
export function offerPosition(
  button: HTMLButtonElement,
  words: Words,
  { onPosition, say }: Pick<Handlers, "onPosition" | "say">,
): void {
  if (!("geolocation" in navigator) || !window.isSecureContext) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.removeAttribute("aria-busy");
        onPosition([coords.longitude, coords.latitude]);
      },
      () => {
        button.removeAttribute("aria-busy");
        say(words.noPosition);
      },
      { enableHighAccuracy: true, timeout: 12_000, maximumAge: 60_000 },
    );
  });
}

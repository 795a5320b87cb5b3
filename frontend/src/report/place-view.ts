import { h, icon } from "../dom";
import type { Words } from "../words";

/** The parts of the place step, made once. */
export interface PlaceView {
  root: HTMLElement;
  search: HTMLInputElement;
  finder: HTMLElement;
  map: HTMLElement;
  pin: HTMLElement;
  locate: HTMLButtonElement;
  pad: HTMLElement;
  hint: HTMLElement;
  title: HTMLElement;
  detail: HTMLElement;
  coordinates: HTMLElement;
  lat: HTMLInputElement;
  lon: HTMLInputElement;
  show: HTMLButtonElement;
  near: HTMLElement;
  unit: HTMLElement;
  policy: HTMLElement;
}

function padButton(name: string, east: number, north: number, label: string, place: string): HTMLButtonElement {
  return h(
    "button",
    { type: "button", class: `iconbtn pad-${place}`, "aria-label": label, "data-east": east, "data-north": north },
    icon(name),
  );
}

function pinDrawing(): SVGSVGElement {
  const holder = document.createElement("template");
  holder.innerHTML =
    '<svg viewBox="0 0 48 56" aria-hidden="true" focusable="false"><path d="M24 1.5C12.7 1.5 4.5 9.6 4.5 20.3 4.5 34 24 54.5 24 54.5S43.5 34 43.5 20.3C43.5 9.6 35.3 1.5 24 1.5z" fill="currentColor" class="pin-body"/><g class="pin-icon" transform="translate(12 8)" fill="none" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"></g></svg>';
  return holder.content.firstElementChild as SVGSVGElement;
}

function coordinateField(id: string, label: string): [HTMLElement, HTMLInputElement] {
  const input = h("input", {
    class: "govuk-input",
    id,
    inputmode: "decimal",
    autocomplete: "off",
    "aria-describedby": "typed-hint",
  });
  return [h("div", { class: "govuk-form-group" }, h("label", { class: "govuk-label", for: id }, label), input), input];
}

export function placeView(words: Words, isSchematic: boolean): PlaceView {
  const search = h("input", {
    type: "search",
    "aria-label": words.searchPlace,
    placeholder: words.searchPlace,
    enterkeyhint: "search",
  });
  const clear = h(
    "button",
    {
      type: "button",
      class: "iconbtn is-quiet",
      "aria-label": words.clear,
      onclick: () => ((search.value = ""), search.focus()),
    },
    icon("x", 20),
  );
  const finder = h(
    "div",
    { class: "place-finder" },
    h("div", { class: "field", role: "search" }, icon("search", 20), search, clear),
  );
  const map = h("div", { class: "place-canvas", role: "group", "aria-label": words.mapOfPlace });
  const pin = h("span", { class: "pin" }, pinDrawing());
  const locate = h(
    "button",
    { type: "button", class: "iconbtn iconbtn-round place-here", "aria-label": words.myPosition, hidden: true },
    icon("current-location"),
  );
  const pad = h(
    "div",
    { class: "pad", role: "group", "aria-label": words.pinMoves },
    padButton("arrow-up", 0, 5, words.north, "north"),
    padButton("arrow-left", -5, 0, words.west, "west"),
    h("span", { class: "pad-step", "aria-hidden": "true" }, words.fiveMetres),
    padButton("arrow-right", 5, 0, words.east, "east"),
    padButton("arrow-down", 0, -5, words.south, "south"),
  );
  const hint = h("p", { class: "place-hint" }, words.moveMap);
  const title = h("b", { class: "t3 strong" });
  const detail = h("p", { class: "soft num place-detail" });
  const [latField, lat] = coordinateField("typed-lat", words.latitude);
  const [lonField, lon] = coordinateField("typed-lon", words.longitude);
  const show = h("button", { type: "button", class: "btn" }, words.useCoordinates);
  const typedHint = h("p", { class: "govuk-hint", id: "typed-hint" }, words.coordinatesHint);
  const coordinates = h(
    "div",
    { class: "place-typed", id: "typed", hidden: true },
    typedHint,
    h("div", { class: "place-typed-fields" }, latField, lonField, show),
  );
  const near = h("div", { class: "note", hidden: true, role: "status" });
  const unit = h("p", { class: "soft t1" });
  const policy = h("p", { class: "soft t1" });
  const exact = isSchematic ? h("p", { class: "soft t1" }, words.schematicExact) : null;
  const frame = h("div", { class: "place-map" }, map, pin, hint, locate, pad);
  const status = h("div", { class: "place-status", role: "status" }, title, detail);
  const root = h(
    "div",
    { class: "place" },
    h("p", { class: "place-ask" }, words.markThreat),
    finder,
    frame,
    h("div", { class: "place-result" }, status, coordinates, near, unit, policy, exact),
  );
  return {
    root,
    search,
    finder,
    map,
    pin,
    locate,
    pad,
    hint,
    title,
    detail,
    coordinates,
    lat,
    lon,
    show,
    near,
    unit,
    policy,
  };
}

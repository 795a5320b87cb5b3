import "./styles/site.scss";
import "./styles/map.scss";
import { readConfig } from "./config";
import { FirstMarks } from "./page-map/first-marks";
import { tellUnfinished } from "./page-map/unfinished";

/** Resolves once the page is complete. */
async function parsed(): Promise<void> {
  if (document.readyState !== "loading") return;
  await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
}

// The page is drawn after this script has run: the marks are on their way before letters are asked for.
async function start(): Promise<void> {
  if (!document.body) await parsed();
  const config = readConfig();
  const first = new FirstMarks(config);
  await parsed();
  const root = document.querySelector<HTMLElement>("[data-map-page]");
  const frame = root?.querySelector<HTMLElement>("[data-map]");
  if (!root || !frame) throw new Error("The page has no map.");
  const begun = await first.show(root, frame);
  const rest = await import("./page-map/start").catch((error: unknown) => tellUnfinished(root, error));
  rest?.startMapPage(config, root, begun);
}

void start();

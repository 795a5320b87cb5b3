import type { Config } from "../config";
import { startPage } from "../page";
import { wordsOf } from "../words";
import { MapPage } from "./app";
import type { Begun } from "./first-marks";

/** Brings the page to life around the marks that stand already. */
export function startMapPage(config: Config, root: HTMLElement, begun: Begun): void {
  startPage();
  void new MapPage(config, wordsOf(config.lang), root, begun).start();
}

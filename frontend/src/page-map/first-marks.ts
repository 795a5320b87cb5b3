import { layerUrl, type Config } from "../config";
import { afterFrame } from "../frame";
import { POLAND } from "../map/country";
import { boundsOf, type Viewport } from "../map/viewport";
import { readAddress, type Address } from "./address";
import { loadBorder, type Border } from "./border";
import { expectedFrame, firstView, type Frame } from "./camera";
import { FirstPicture } from "./first-picture";
import { groupsOf } from "./groups";
import { Sources, type TileSource } from "./source";

/** The rest of the page waits no longer for the first marks. */
const PATIENCE_MS = 3000;

/** What the page goes on with. */
export interface Begun {
  address: Address;
  sources: Sources;
  view: Viewport;
  picture: FirstPicture;
}

/**
 * The first marks of the page: asked for before it is laid out, drawn before the rest of its code has come. What came
 * – tiles, view, picture – is handed on to the page.
 */
export class FirstMarks {
  readonly address = readAddress(location);
  readonly sources: Sources;
  private readonly source: TileSource;
  private readonly loaded: Promise<unknown>;
  private readonly country: Promise<Border | null>;

  /** Asks at once, for what the window alone tells. */
  constructor(private readonly config: Config) {
    this.sources = new Sources(config.tiles);
    this.source = this.sources.of(this.address.filters);
    this.loaded = this.load(withoutBoxes(() => this.view(expectedFrame())));
    this.country = loadBorder(layerUrl(config, "country")).catch(() => null);
  }

  /** Resolves once the marks are on the screen, could not be had, or have taken too long to wait for. */
  async show(root: HTMLElement, frame: HTMLElement): Promise<Begun> {
    await styled();
    const view = this.view(frame.getBoundingClientRect());
    const picture = new FirstPicture(frame, view, this.country);
    const patience = new Promise((resolve) => window.setTimeout(resolve, PATIENCE_MS));
    await Promise.race([this.loaded, patience]);
    // Where the styles have made another frame than the window told, some tiles may be missing.
    if (this.source.isReady(boundsOf(view), view.zoom)) await this.draw(root, picture, view);
    return { address: this.address, sources: this.sources, view, picture };
  }

  private view(frame: Frame): Viewport {
    const { view, filters } = this.address;
    const isLimited = Boolean(filters.unit ?? filters.area);
    return firstView(view, isLimited ? (this.config.view?.bbox ?? POLAND) : POLAND, frame);
  }

  private load(view: Viewport): Promise<unknown> {
    return this.source.load(boundsOf(view), view.zoom, new AbortController().signal).catch(() => null);
  }

  private async draw(root: HTMLElement, picture: FirstPicture, view: Viewport): Promise<void> {
    const groups = groupsOf(this.source, view);
    await picture.show(groups);
    const count = String(groups.reduce((sum, group) => sum + group.count, 0));
    root.dataset["marks"] = count;
    await afterFrame();
    root.dataset["painted"] = count;
  }
}

/**
 * What `read` says of the window. A browser lays the page out before it tells the window's size, which takes long and
 * asks for letters ahead of the marks; a page without boxes is laid out at once. It is back before anybody sees it.
 */
function withoutBoxes<T>(read: () => T): T {
  const { documentElement } = document;
  documentElement.hidden = true;
  try {
    return read();
  } finally {
    documentElement.hidden = false;
  }
}

/** Resolves once the page has its styles: before that it has neither sizes nor colours. */
async function styled(): Promise<void> {
  const links = [...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")];
  await Promise.all(
    links
      .filter(({ sheet }) => !sheet)
      .map((link) => new Promise((resolve) => ["load", "error"].forEach((end) => link.addEventListener(end, resolve)))),
  );
}

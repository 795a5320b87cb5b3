import type { Group } from "../map/clusters";
import { drawRing, drawSign, loadedSign } from "../map/images";
import { toWorld } from "../map/mercator";
import { token } from "../map/tokens";
import { project, type Viewport } from "../map/viewport";
import type { Border } from "./border";
import { signOf, type Painter } from "./painter";

const SIGN_PX = 30;

/** The country's shape and the marks on it, drawn at once; the map that comes later takes its place. */
export class FirstPicture implements Painter {
  private readonly canvas = document.createElement("canvas");
  private groups: readonly Group[] = [];
  private country: Border | null = null;
  private tapped: [number, number] | null = null;
  private readonly letters: Promise<unknown>;

  constructor(
    private readonly frame: HTMLElement,
    private readonly view: Viewport,
    country: Promise<Border | null>,
  ) {
    this.canvas.className = "first-picture";
    frame.append(this.canvas);
    this.canvas.addEventListener("click", ({ offsetX, offsetY }) => (this.tapped = [offsetX, offsetY]));
    this.letters = document.fonts.load('600 14px "Source Sans 3"', "0").catch(() => []);
    void this.letters.then(() => this.draw());
    void country
      .then((country) => (this.country = country))
      .catch(() => null)
      .then(() => this.draw());
  }

  async show(groups: readonly Group[]): Promise<void> {
    this.groups = groups;
    await this.draw();
  }

  async drawn(): Promise<void> {
    // A canvas is drawn at once.
  }

  select(): void {
    // The map that follows draws the selected mark.
  }

  point(): void {
    // Nothing is pointed at before the map stands.
  }

  /** Leaves the place to the map; answers where it was tapped meanwhile, since that tap deserves an answer. */
  remove(): [number, number] | null {
    this.canvas.remove();
    this.groups = [];
    return this.tapped;
  }

  private async draw(): Promise<void> {
    const signs = await Promise.all(this.groups.map((group) => signOf(group)).map((s) => (s ? loadedSign(s) : null)));
    const { canvas, view, groups } = this;
    if (!canvas.isConnected || signs.length !== groups.length) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(view.width * ratio);
    canvas.height = Math.round(view.height * ratio);
    const context = canvas.getContext("2d");
    if (!context) return;
    context.scale(ratio, ratio);
    this.drawCountry(context);
    groups.forEach((group, i) => {
      const { x, y } = project(view, group);
      context.save();
      context.translate(x, y);
      const sign = signs[i];
      if (sign) drawSign(context, sign, SIGN_PX, false);
      else drawRing(context, group.counts, group.radius, false);
      context.restore();
    });
    this.frame.dataset["first"] = "drawn";
  }

  private drawCountry(context: CanvasRenderingContext2D): void {
    if (!this.country) return;
    const { shape } = this.country;
    context.beginPath();
    for (const rings of shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates) {
      for (const ring of rings) {
        ring.forEach(([lon, lat], i) => {
          const { x, y } = project(this.view, toWorld(lon ?? 0, lat ?? 0));
          if (i) context.lineTo(x, y);
          else context.moveTo(x, y);
        });
      }
    }
    context.fillStyle = token("--map-land");
    context.strokeStyle = token("--map-border");
    context.lineWidth = 1.2;
    context.fill("evenodd");
    context.stroke();
  }
}

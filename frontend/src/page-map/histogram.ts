const NS = "http://www.w3.org/2000/svg";
const WIDE_BAR = 6;

function shape<K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string>): SVGElementTagNameMap[K] {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** The outline of all bars as one path, `width` × `height` pixels; what is not nothing is at least a pixel high. */
export function barsPath(counts: readonly number[], width: number, height: number): string {
  const most = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length);
  const gap = step > WIDE_BAR ? 1.5 : step > 2 ? 0.6 : 0;
  return counts
    .map((count, i) => {
      if (!count) return "";
      const high = Math.max(1, (count / most) * height);
      return `M${round(i * step + gap / 2)} ${height}v${round(-high)}h${round(step - gap)}v${round(high)}z`;
    })
    .join("");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

let serial = 0;

/** Bars by month, those inside a window in the accent colour. The numbers are said elsewhere: it is hidden from readers. */
export class Histogram {
  readonly element = shape("svg", { class: "bars", "aria-hidden": "true", focusable: "false", preserveAspectRatio: "none" });
  private readonly all = shape("path", { class: "bars-all" });
  private readonly chosen = shape("path", { class: "bars-chosen" });
  private readonly clip = shape("rect", { y: "0", height: "100%" });
  private counts: readonly number[] = [];
  private width = 0;
  private window: readonly [first: number, last: number] | null = null;

  constructor(private readonly height: number) {
    const id = `bars-${++serial}`;
    const clipPath = shape("clipPath", { id });
    clipPath.append(this.clip);
    this.chosen.setAttribute("clip-path", `url(#${id})`);
    this.element.append(clipPath, this.all, this.chosen);
    new ResizeObserver(([entry]) => this.resize(entry?.contentRect.width ?? 0)).observe(this.element);
  }

  show(counts: readonly number[]): void {
    this.counts = counts;
    this.draw();
  }

  /** Marks the bars from position `first` up to, not including, `last`. */
  choose(first: number, last: number): void {
    this.window = [first, last];
    this.drawWindow();
  }

  private resize(width: number): void {
    if (Math.abs(width - this.width) < 0.5) return;
    this.width = width;
    this.element.setAttribute("viewBox", `0 0 ${width} ${this.height}`);
    this.draw();
  }

  private draw(): void {
    if (!this.width) return;
    const path = barsPath(this.counts, this.width, this.height);
    this.all.setAttribute("d", path);
    this.chosen.setAttribute("d", path);
    this.drawWindow();
  }

  private drawWindow(): void {
    const [first, last] = this.window ?? [0, this.counts.length];
    const step = this.width / Math.max(1, this.counts.length);
    this.clip.setAttribute("x", String(round(first * step)));
    this.clip.setAttribute("width", String(round((last - first) * step)));
  }
}

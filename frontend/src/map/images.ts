import { thin } from "../numbers";
import { signPath } from "../signs";
import { totalOf, type Counts, type Status } from "../statuses";
import { ringArcs, ringFont } from "./rings";
import { statusColour, token } from "./tokens";

/** A drawing for the map and how many of its pixels make one of the page's. */
export interface Drawing {
  data: ImageData;
  pixelRatio: number;
}

const RATIO = 3;
const PAD = 5;

function canvas(side: number): CanvasRenderingContext2D {
  const element = document.createElement("canvas");
  element.width = element.height = Math.ceil(side * RATIO);
  const context = element.getContext("2d", { willReadFrequently: true })!;
  context.scale(RATIO, RATIO);
  context.translate(side / 2, side / 2);
  return context;
}

function finish(context: CanvasRenderingContext2D): Drawing {
  const { width, height } = context.canvas;
  return { data: context.getImageData(0, 0, width, height), pixelRatio: RATIO };
}

function disc(context: CanvasRenderingContext2D, radius: number, shadow: number): void {
  context.shadowColor = `rgb(0 0 0 / ${shadow})`;
  context.shadowBlur = 4 * RATIO;
  context.shadowOffsetY = RATIO;
  context.fillStyle = token("--paper");
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.fill();
  context.shadowColor = "transparent";
}

function halo(context: CanvasRenderingContext2D, radius: number, width: number): void {
  context.strokeStyle = token("--accent");
  context.lineWidth = width;
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.stroke();
}

/** A ring: thick arcs are open, thin arcs closed, the exact number inside. */
export function ringDrawing(counts: Counts, radius: number, isHot: boolean): Drawing {
  const context = canvas((radius + PAD) * 2);
  drawRing(context, counts, radius, isHot);
  return finish(context);
}

/** The same around the origin of any canvas. */
export function drawRing(context: CanvasRenderingContext2D, counts: Counts, radius: number, isHot: boolean): void {
  disc(context, radius, 0.28);
  if (isHot) halo(context, radius + 2.5, 2.5);
  for (const arc of ringArcs(counts, radius)) {
    context.strokeStyle = statusColour(arc.status);
    context.lineWidth = arc.width;
    context.beginPath();
    context.arc(0, 0, arc.radius, arc.from - Math.PI / 2, arc.to - Math.PI / 2);
    context.stroke();
  }
  const total = totalOf(counts);
  context.fillStyle = token("--ink");
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `600 ${ringFont(total, radius)}px "Source Sans 3", sans-serif`;
  context.fillText(thin(total), 0, 0.8);
}

const signs = new Map<string, Promise<HTMLImageElement>>();

function signImage(status: Status, colour: string): Promise<HTMLImageElement> {
  const key = `${status} ${colour}`;
  const known = signs.get(key) ?? loadSign(status, colour);
  signs.set(key, known);
  return known;
}

async function loadSign(status: Status, colour: string): Promise<HTMLImageElement> {
  const image = new Image();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="96" height="96" color="${colour}">${signPath(status)}</svg>`;
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  return image;
}

/** A status sign on its paper disc; `size` is the disc's diameter. */
export async function signDrawing(status: Status, size: number, isSelected: boolean): Promise<Drawing> {
  const sign = await signImage(status, statusColour(status));
  const context = canvas(size + PAD * 2);
  drawSign(context, sign, size, isSelected);
  return finish(context);
}

/** The picture of a status sign, ready for `drawSign`. */
export function loadedSign(status: Status): Promise<HTMLImageElement> {
  return signImage(status, statusColour(status));
}

/** The same around the origin of any canvas. */
export function drawSign(
  context: CanvasRenderingContext2D,
  sign: HTMLImageElement,
  size: number,
  isSelected: boolean,
): void {
  disc(context, size / 2, 0.35);
  if (isSelected) halo(context, size / 2 + 1.5, 3);
  const side = size * 0.58;
  context.drawImage(sign, -side / 2, -side / 2, side, side);
}

/** The small circle of a town. */
export function townDrawing(): Drawing {
  const context = canvas(7);
  context.beginPath();
  context.arc(0, 0, 2.1, 0, 2 * Math.PI);
  context.fillStyle = token("--map-land");
  context.fill();
  context.lineWidth = 1.15;
  context.strokeStyle = token("--map-label-2");
  context.stroke();
  return finish(context);
}

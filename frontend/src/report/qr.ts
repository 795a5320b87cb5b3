import { encode } from "uqr";

/** The receipt as a QR code: a drawing for the page. It is made here and goes nowhere. */
export function qrDrawing(text: string): SVGSVGElement {
  const { data, size } = encode(text, { ecc: "M", border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  const holder = document.createElement("template");
  holder.innerHTML = `<svg viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" aria-hidden="true" focusable="false"><path d="${path}" fill="#16202c"/></svg>`;
  return holder.content.firstElementChild as SVGSVGElement;
}

const MODULE_PX = 12;

/** The same as a PNG with the letters below, to be saved. */
export function qrPicture(text: string, caption: readonly string[]): Promise<Blob | null> {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const canvas = document.createElement("canvas");
  canvas.width = size * MODULE_PX;
  canvas.height = canvas.width + 110;
  const context = canvas.getContext("2d")!;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#16202c";
  data.forEach((row, y) =>
    row.forEach((isDark, x) => isDark && context.fillRect(x * MODULE_PX, y * MODULE_PX, MODULE_PX, MODULE_PX)),
  );
  context.textAlign = "center";
  context.font = '600 26px "Source Sans 3", sans-serif';
  caption.forEach((line, i) => context.fillText(line, canvas.width / 2, canvas.width + 30 + i * 36));
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

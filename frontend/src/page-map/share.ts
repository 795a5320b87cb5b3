import { h, icon } from "../dom";
import type { Words } from "../words";

/** Hands the address of a mark on: by the device's own sharing where it has one, else to the clipboard. */
export function shareButton(address: string, title: string, words: Words): HTMLElement {
  const label = h("span", { class: "vh" }, words.share);
  const button = h(
    "button",
    { class: "btn btn-big btn-square", type: "button", title: words.share },
    icon("send"),
    label,
  );
  button.addEventListener("click", () => void share(address, title, button, label, words));
  return button;
}

async function share(
  address: string,
  title: string,
  button: HTMLElement,
  label: HTMLElement,
  words: Words,
): Promise<void> {
  try {
    if (navigator.share && window.matchMedia("(pointer: coarse)").matches)
      await navigator.share({ title, url: address });
    else await navigator.clipboard.writeText(address);
  } catch {
    return;
  }
  button.firstElementChild?.replaceWith(icon("check"));
  label.textContent = words.linkCopied;
  label.setAttribute("role", "status");
  window.setTimeout(() => {
    button.firstElementChild?.replaceWith(icon("send"));
    label.textContent = words.share;
  }, 2500);
}

import { h, icon } from "../dom";
import type { Words } from "../words";

/** Hands an address on: by the device's own sharing where it has one, else to the clipboard. */
export function shareButton(address: () => string, title: string, name: string, words: Words): HTMLElement {
  const label = h("span", { class: "vh" }, name);
  const button = h("button", { class: "btn btn-big btn-square", type: "button", title: name }, icon("send"), label);
  button.addEventListener("click", () => void share(address(), title));
  return button;

  async function share(url: string, text: string): Promise<void> {
    try {
      if (navigator.share && window.matchMedia("(pointer: coarse)").matches) await navigator.share({ title: text, url });
      else await navigator.clipboard.writeText(url);
    } catch {
      return;
    }
    button.firstElementChild?.replaceWith(icon("check"));
    label.textContent = words.linkCopied;
    label.setAttribute("role", "status");
    window.setTimeout(() => {
      button.firstElementChild?.replaceWith(icon("send"));
      label.textContent = name;
    }, 2500);
  }
}

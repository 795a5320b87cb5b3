import "./site";
import { one } from "./dom";
import { groups } from "./receipt";

/** Shows what was typed or pasted the way it was given out: capitals, six groups of four. The server minds neither. */
function tidy(input: HTMLInputElement): void {
  const letters = input.value.toUpperCase().replace(/[^A-Z2-7]/g, "");
  if (letters.length === 24) input.value = groups(letters).join(" ");
}

const input = one<HTMLInputElement>("form[data-follow] input[name=receipt]");
input?.addEventListener("blur", () => tidy(input));
input?.addEventListener("paste", () => window.setTimeout(() => tidy(input)));
one("[data-print]")?.addEventListener("click", () => window.print());

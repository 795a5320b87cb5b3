/** The office: pages that work as plain HTML, made quicker by keys, a map and parts loaded by htmx. */
import "htmx.org";
import "./office.scss";
import { startDay } from "./day";
import { startDesk } from "./desk";
import { startKeys } from "./keys";
import { startSteps } from "./steps";

function startPrint(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-print]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

startKeys();
startSteps();
startPrint();
void startDay();
void startDesk();

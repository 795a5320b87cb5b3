import { Api, type Mark } from "./api";
import { readConfig } from "./config";
import { wordsOf } from "./words";
import { h } from "./dom";
import { Confirming } from "./page-map/confirm";

/** On the page of one mark: confirms with a proof of work instead of the plain form, which is capped. */
export function enhanceConfirmForm(form: HTMLFormElement): void {
  const config = readConfig();
  const confirming = new Confirming(new Api(config), wordsOf(config.lang), () => undefined);
  const mark = { id: form.dataset["confirm"] ?? "", properties: {} } as Mark;
  const [button, line] = confirming.controls(mark);
  form.replaceWith(h("div", { class: "actions no-print" }, button, line));
}

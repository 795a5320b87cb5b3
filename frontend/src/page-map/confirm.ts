import { ApiError, type Api, type Mark } from "../api";
import { h, icon } from "../dom";
import { Proof } from "../proof";
import { drawReceipt, hashOf } from "../receipt";
import type { Words } from "../words";

/** "I see it too": one tap, some work of the device, and the answer in the same place. */
export class Confirming {
  private readonly proof: Proof;
  private readonly done = new Set<string>();
  // Drawn anew with every visit: it makes a repeated tap harmless and is of no use to anybody later.
  private readonly tokens = new Map<string, string>();

  constructor(
    private readonly api: Api,
    private readonly words: Words,
    private readonly onConfirmed: (mark: Mark) => void,
  ) {
    this.proof = new Proof(api, "confirmation");
  }

  /** The button, and the line below it that says how it went. */
  controls(mark: Mark): [HTMLElement, HTMLElement] {
    const line = h("p", { class: "act-line t1", role: "status" });
    if (this.done.has(mark.id)) return [this.thanks(), line];
    const button = h(
      "button",
      { class: "btn btn-primary btn-big", type: "button" },
      icon("check"),
      this.words.iSeeItToo,
    );
    button.addEventListener("pointerenter", () => this.proof.begin(), { once: true });
    button.addEventListener("click", () => void this.send(mark, button, line));
    if (!window.isSecureContext) {
      button.disabled = true;
      line.textContent = this.words.confirmNeedsHttps;
    }
    return [button, line];
  }

  private thanks(): HTMLElement {
    return h("p", { class: "act-thanks", tabindex: "-1" }, icon("circle-check"), h("b", {}, this.words.confirmed));
  }

  private async send(mark: Mark, button: HTMLButtonElement, line: HTMLElement): Promise<void> {
    const { words } = this;
    button.disabled = true;
    button.replaceChildren(icon("loader-2", 24, 1.8, "icon-busy is-on"), words.sending);
    line.textContent = words.working;
    try {
      const answer = await this.api.confirm(mark.id, await this.proof.payload(), await hashOf(this.tokenOf(mark.id)));
      this.proof.drop();
      this.done.add(mark.id);
      mark.properties.confirmations = answer.confirmations;
      const thanks = this.thanks();
      button.replaceWith(thanks);
      thanks.focus();
      line.textContent = words.confirmedMore;
      this.onConfirmed(mark);
    } catch (error) {
      if (error instanceof ApiError && error.code.startsWith("proof_")) this.proof.drop();
      button.disabled = false;
      button.replaceChildren(icon("refresh"), words.tryAgain);
      line.textContent = sentenceOf(error, words);
    }
  }

  private tokenOf(id: string): string {
    const token = this.tokens.get(id) ?? drawReceipt();
    this.tokens.set(id, token);
    return token;
  }
}

/** What to say about a failed request: the server's own sentence, or that there is no connection. */
export function sentenceOf(error: unknown, words: Words): string {
  if (error instanceof ApiError && error.isOffline) return words.offline;
  if (error instanceof ApiError && error.message) return error.message;
  return words.unavailable;
}

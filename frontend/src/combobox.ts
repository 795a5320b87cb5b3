import { h, settled } from "./dom";

export interface Choice {
  title: string;
  note: string;
  choose: () => void;
}

interface Options {
  input: HTMLInputElement;
  /** Where the list is put; the list gets the class `results`. */
  host: HTMLElement;
  label: string;
  find: (query: string, signal: AbortSignal) => Promise<Choice[]>;
  nothing: string;
  failed: string;
}

const PAUSE_MS = 180;
const SHORTEST = 2;
let serial = 0;

/** A search field with a list of answers, as ARIA's combobox: arrows move, Enter chooses, Escape closes. */
export class Combobox {
  private readonly list: HTMLUListElement;
  private choices: Choice[] = [];
  private active = -1;
  private asked: AbortController | null = null;

  constructor(private readonly options: Options) {
    const { input, host, label } = options;
    this.list = h("ul", { class: "results", role: "listbox", id: `results-${++serial}`, "aria-label": label });
    this.list.hidden = true;
    host.append(this.list);
    const attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
      autocomplete: "off",
    };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    const ask = settled(PAUSE_MS, () => void this.ask());
    input.addEventListener("input", ask);
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("focus", () => this.choices.length && this.open(true));
    input.addEventListener("blur", () => window.setTimeout(() => this.open(false), 150));
  }

  close(): void {
    this.asked?.abort();
    this.choices = [];
    this.list.replaceChildren();
    this.open(false);
  }

  private open(isOpen: boolean): void {
    this.list.hidden = !isOpen;
    this.options.input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.setActive(-1);
  }

  private async ask(): Promise<void> {
    const query = this.options.input.value.trim();
    this.asked?.abort();
    if (query.length < SHORTEST) return this.close();
    const asked = (this.asked = new AbortController());
    try {
      const choices = await this.options.find(query, asked.signal);
      if (!asked.signal.aborted) this.show(choices, this.options.nothing);
    } catch {
      if (!asked.signal.aborted) this.show([], this.options.failed);
    }
  }

  private show(choices: Choice[], otherwise: string): void {
    this.choices = choices;
    this.active = -1;
    const rows = choices.map((choice, i) =>
      h(
        "li",
        {
          role: "option",
          id: `${this.list.id}-${i}`,
          "aria-selected": "false",
          onmousedown: (event: MouseEvent) => event.preventDefault(),
          onclick: () => this.choose(i),
        },
        h("b", {}, choice.title),
        h("span", { class: "soft t1" }, choice.note),
      ),
    );
    this.list.replaceChildren(
      ...(rows.length
        ? rows
        : [
            h(
              "li",
              { class: "results-none soft", role: "option", "aria-disabled": "true", "aria-selected": "false" },
              otherwise,
            ),
          ]),
    );
    this.open(true);
  }

  private choose(index: number): void {
    const choice = this.choices[index];
    if (!choice) return;
    this.options.input.value = choice.title;
    this.close();
    choice.choose();
  }

  private setActive(index: number): void {
    this.active = index;
    [...this.list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === index)));
    const { input } = this.options;
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
    this.list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  private onKey(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && this.choices.length) {
      event.preventDefault();
      this.open(true);
      this.setActive((this.active + by + this.choices.length) % this.choices.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.choices.length) this.choose(Math.max(0, this.active));
      else void this.ask();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.open(false);
    }
  }
}

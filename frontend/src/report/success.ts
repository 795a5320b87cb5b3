import type { Api, Unit } from "../api";
import type { Config } from "../config";
import { untilText } from "../dates";
import { h, icon, keep } from "../dom";
import { groups } from "../receipt";
import type { Words } from "../words";
import { qrDrawing, qrPicture } from "./qr";
import type { Sent } from "./sending";

interface Parts {
  sent: Sent;
  config: Config;
  words: Words;
  visibility: string;
}

/** The page after sending: the receipt to be saved, then what comes next. Nothing of it is stored. */
export function showSuccess(main: HTMLElement, api: Api, parts: Parts): void {
  const { words, sent } = parts;
  const title = h("h1", { class: "t4", tabindex: "-1" }, words.accepted);
  const reference = h("p", { class: "soft num" }, words.caseNumber(sent.answer.reference));
  const done = h(
    "div",
    { class: "done" },
    h("span", { class: "done-mark" }, icon("check", 24, 2.6)),
    h("div", {}, title, reference),
  );
  const saved = h("input", { type: "checkbox", class: "check check-24", id: "saved" });
  const contact = h("div", { class: "contact" });
  const earlier = sent.isEarlier
    ? h("p", { class: "note note-soon" }, icon("info-circle"), keep(words.earlierCounts))
    : null;
  const view = h("div", { class: "sent" }, done, earlier, receiptBlock(parts, saved), whatNext(parts), contact);
  main.replaceChildren(view, foot(parts, saved));
  document.body.classList.remove("report-steps");
  document.body.classList.add("report-sent");
  document.title = words.accepted;
  scrollTo(0, 0);
  title.focus({ preventScroll: true });
  warnUntil(saved);
  void showContact(contact, api, sent.answer.unit.code, words);
}

function receiptBlock({ sent, words }: Parts, saved: HTMLInputElement): HTMLElement {
  const code = groups(sent.receipt);
  const qr = h("div", { class: "receipt-qr", role: "img", "aria-label": words.sameAsQr });
  qr.append(qrDrawing(sent.receipt));
  return h(
    "section",
    { class: "receipt", "aria-labelledby": "receipt-title" },
    h(
      "div",
      { class: "receipt-head" },
      h("h2", { class: "t3 strong", id: "receipt-title" }, words.receiptTitle),
      h("p", { class: "soft" }, keep(words.receiptWhy)),
    ),
    h(
      "div",
      { class: "receipt-body" },
      h("p", { class: "receipt-code", translate: "no" }, ...code.flatMap((group) => [h("span", {}, group), " "])),
      qr,
    ),
    tools(sent, words, code),
    h("label", { class: "receipt-saved", for: "saved" }, saved, words.haveSaved),
  );
}

function tools({ receipt, answer }: Sent, words: Words, code: readonly string[]): HTMLElement {
  const copied = h("span", { role: "status" }, words.copy);
  const copy = h("button", { type: "button" }, icon("copy", 20), copied);
  copy.addEventListener("click", () => {
    void navigator.clipboard.writeText(code.join(" ")).then(() => {
      copied.textContent = words.copied;
      copy.firstElementChild?.replaceWith(icon("check", 20));
    });
  });
  const print = h("button", { type: "button", onclick: () => window.print() }, icon("printer", 20), words.print);
  const save = h(
    "button",
    { type: "button", onclick: () => void saveQr(receipt, code, answer.reference, words) },
    icon("qrcode", 20),
    words.saveQr,
  );
  return h("div", { class: "receipt-tools" }, copy, print, save);
}

async function saveQr(receipt: string, code: readonly string[], reference: string, words: Words): Promise<void> {
  const picture = await qrPicture(receipt, [
    code.slice(0, 3).join("  "),
    code.slice(3).join("  "),
    words.caseNumber(reference),
  ]);
  if (!picture) return;
  const address = URL.createObjectURL(picture);
  h("a", { href: address, download: `${reference}.png` }).click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function whatNext({ sent: { answer }, config, words, visibility }: Parts): HTMLElement {
  const by = (day: string) => h("b", {}, words.capital(untilText(day, config.today, words)));
  const step = (isDone: boolean, ...content: (Node | string)[]) =>
    h("li", { class: isDone ? "is-done" : "" }, h("span", {}, ...content));
  const shows = answer.feature_id
    ? ""
    : visibility === "coarse"
      ? words.showsTomorrow
      : visibility === "never"
        ? words.showsNever
        : words.onceConfirmed;
  return h(
    "section",
    { class: "sent-next", "aria-labelledby": "next-title" },
    h("h2", { class: "t3 strong", id: "next-title" }, words.whatNext),
    h(
      "ol",
      { class: "steps-next" },
      step(true, h("b", {}, words.todayWord), " ", keep(words.wentTo(answer.unit.name))),
      step(false, by(answer.read_by), " ", keep(words.willBeRead)),
      step(false, by(answer.verify_by), " ", keep(words.willBeVerified)),
    ),
    shows ? h("p", { class: "soft" }, keep(shows)) : null,
  );
}

function foot({ sent: { answer }, config, words }: Parts, saved: HTMLInputElement): HTMLElement {
  const map = config.urls["map"] ?? "/";
  const [lon, lat] = answer.public_point ?? [];
  const target = answer.feature_id
    ? `${map}?mark=${answer.feature_id}${lon === undefined ? "" : `#15/${lat}/${lon}`}`
    : map;
  const go = h(
    "a",
    { class: "btn btn-primary btn-big btn-wide", href: target },
    answer.feature_id ? words.seeOnMap : words.backToMap,
  );
  const ask = h("p", { class: "act-line note note-soon", role: "alert", hidden: true });
  go.addEventListener("click", (event) => {
    if (saved.checked) return;
    event.preventDefault();
    ask.hidden = false;
    ask.textContent = words.saveFirst;
    saved.focus();
  });
  saved.addEventListener("change", () => (ask.hidden = true));
  return h("div", { class: "act" }, ask, go);
}

function warnUntil(saved: HTMLInputElement): void {
  window.addEventListener("beforeunload", (event) => {
    if (!saved.checked) event.preventDefault();
  });
}

async function showContact(host: HTMLElement, api: Api, code: string, words: Words): Promise<void> {
  const { units } = await api.units().catch(() => ({ units: [] as Unit[] }));
  const unit = units.find((one) => one.code === code);
  if (!unit?.phone && !unit?.email && !unit?.address) return;
  const facts = h("dl", { class: "facts" });
  const add = (name: string, content: Node | string) => facts.append(h("dt", {}, icon(name)), h("dd", {}, content));
  if (unit.phone) add("phone", h("a", { href: `tel:${unit.phone.replace(/[^+\d]/g, "")}`, class: "num" }, unit.phone));
  if (unit.email) add("mail", h("a", { href: `mailto:${unit.email}` }, unit.email));
  if (unit.address) add("building", unit.address);
  host.replaceChildren(h("h2", { class: "t3 strong" }, words.contact), h("p", {}, unit.name), facts);
}

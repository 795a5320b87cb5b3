/** Forms of steps: what the public will read, and only those people who check in the chosen way. */

// As in _desk.scss: under this width the details stand above the list.
const NARROW = 1100;

function preview(form: HTMLFormElement): void {
  const output = form.querySelector<HTMLOutputElement>("[data-preview]");
  if (!output) return;
  const reason = form.querySelector<HTMLInputElement>("[name=reason_code]:checked")?.dataset["words"] ?? "";
  const own = form.querySelector<HTMLTextAreaElement>("[name=reason_text]")?.value.trim() ?? "";
  output.value = [first(form, output.dataset["preview"] ?? ""), reason, own].filter(Boolean).join(" ");
}

/** The sentence of the step, with the body that it is referred to. */
function first(form: HTMLFormElement, sentence: string): string {
  const body = form.querySelector<HTMLSelectElement>("[data-body]");
  const chosen = body?.value ? body.selectedOptions[0]?.text.replace(/ \(zwykle\)$/, "") : "";
  return chosen ? `${sentence.replace(/\.$/, "")}: ${chosen}.` : sentence;
}

function showPeople(form: HTMLFormElement): void {
  const kind = form.querySelector<HTMLInputElement>("[name=checked_by]:checked")?.value;
  const list = form.querySelector<HTMLSelectElement>("[name=assignee_id]");
  if (!kind || !list) return;
  for (const option of list.options) {
    const isOther = option.dataset["kind"] !== undefined && option.dataset["kind"] !== kind;
    option.hidden = option.disabled = isOther;
    if (isOther && option.selected) list.value = "";
  }
}

function refresh(target: EventTarget | null): void {
  const form = target instanceof Element ? target.closest<HTMLFormElement>("form[data-step]") : null;
  if (!form) return;
  preview(form);
  showPeople(form);
}

/** A step that was just loaded takes the focus, its error before its title. */
function greet(root: ParentNode): void {
  // In a loaded part their content is parsed as elements: an unseen button would answer the Enter key.
  for (const plain of root.querySelectorAll("noscript")) plain.remove();
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-step]")) {
    refresh(form);
    form.querySelector<HTMLElement>("[role=alert], h2")?.focus();
  }
}

export function startSteps(): void {
  for (const name of ["input", "change"]) document.addEventListener(name, (event) => refresh(event.target));
  document.addEventListener("htmx:after:swap", () => {
    const details = document.querySelector<HTMLElement>("#details");
    if (!details) return;
    details.classList.toggle("is-working", details.querySelector("form[data-step]") !== null);
    greet(details);
    if (window.innerWidth < NARROW) details.scrollIntoView();
  });
  greet(document);
}

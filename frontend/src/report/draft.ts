/** What was typed so far, by the names of the fields. It lives in this tab alone and never holds the receipt. */
export interface Draft {
  fields: Record<string, string | string[]>;
  step: string;
}

const KEY = "kmzb-draft";
const KEPT = ["category", "lon", "lat", "occurred_on", "occurred_time", "time_of_day", "weekdays", "description"];

export function readFields(form: HTMLFormElement): Draft["fields"] {
  const data = new FormData(form);
  const fields: Draft["fields"] = {};
  for (const name of KEPT) {
    const values = data.getAll(name).map(String).filter(Boolean);
    if (values.length) fields[name] = name === "weekdays" ? values : values[0]!;
  }
  return fields;
}

export function writeFields(form: HTMLFormElement, fields: Draft["fields"]): void {
  for (const [name, value] of Object.entries(fields)) {
    for (const element of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
      `[name="${CSS.escape(name)}"]`,
    )) {
      if (element instanceof HTMLInputElement && /^(radio|checkbox)$/.test(element.type))
        element.checked = [value].flat().includes(element.value);
      else element.value = String(value);
    }
  }
}

/** A tab without storage keeps the draft only as long as the page stands. */
export function keepDraft(draft: Draft): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    return;
  }
}

export function keptDraft(): Draft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Draft | null;
    return draft?.fields ? draft : null;
  } catch {
    return null;
  }
}

export function dropDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
}

import { readFields } from "./draft";
import { readDegrees } from "./place";

/** The report as the API takes it, without receipt and proof; what was not given is left out. */
export function contentOf(form: HTMLFormElement): Record<string, unknown> {
  const { category, lon, lat, occurred_on, occurred_time, time_of_day, weekdays, description } = readFields(form);
  const content: Record<string, unknown> = {
    category,
    lon: readDegrees(String(lon ?? "")),
    lat: readDegrees(String(lat ?? "")),
    rules_accepted: form.querySelector<HTMLInputElement>("[name=rules_accepted]")?.checked ?? false,
  };
  const text = String(description ?? "").trim();
  const days = [weekdays ?? []].flat().map(Number).filter(Boolean).sort();
  if (occurred_on) content["occurred_on"] = occurred_on;
  if (occurred_time) content["occurred_time"] = occurred_time;
  if (time_of_day) content["time_of_day"] = time_of_day;
  if (days.length) content["weekdays"] = days;
  if (text) content["description"] = text;
  return content;
}

/** How many code points a text has, as the server counts: NFC, one line break for two. */
export function lengthOf(text: string): number {
  return [...text.replaceAll("\r\n", "\n").normalize("NFC")].length;
}

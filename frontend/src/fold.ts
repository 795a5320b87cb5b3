/** Text without case and accents, so that "smieci" finds "śmieci"; ł and its kin have no accent to take off. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("ł", "l")
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Whether every word of the query begins a word of the text. Both are folded. */
export function matches(text: string, query: string): boolean {
  const words = text.split(/[^\p{L}\p{N}]+/u);
  return query.split(" ").every((part) => words.some((word) => word.startsWith(part)));
}

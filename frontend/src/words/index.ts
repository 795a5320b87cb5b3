import { en } from "./en";
import { pl } from "./pl";
import { uk } from "./uk";

/** Every sentence that the scripts say; the Polish table names them all. */
export type Words = typeof pl;

const TABLE: Record<string, Words> = { pl, en, uk };

export function wordsOf(lang: string): Words {
  return TABLE[lang] ?? pl;
}

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** The form that goes with the number: "1 zgłoszenie", "2 zgłoszenia", "5 zgłoszeń". */
export function pluralsOf(locale: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}

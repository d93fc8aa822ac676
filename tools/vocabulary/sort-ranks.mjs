// Reads {code: {language: label}} from standard input, writes {code: {language: rank}}; ranks start at 0.
const LOCALES = { ar: "ar", zh: "zh-u-co-pinyin", en: "en", fr: "fr", ru: "ru", es: "es" };

let input = "";
for await (const piece of process.stdin) input += piece;
const labels = JSON.parse(input);
const ranks = Object.fromEntries(Object.keys(labels).map((code) => [code, {}]));
for (const [language, locale] of Object.entries(LOCALES)) {
  const { compare } = new Intl.Collator(locale);
  const order = Object.keys(labels).sort((a, b) => compare(labels[a][language], labels[b][language]) || (a < b ? -1 : 1));
  order.forEach((code, rank) => (ranks[code][language] = rank));
}
process.stdout.write(JSON.stringify(ranks));

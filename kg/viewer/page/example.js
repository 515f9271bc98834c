// An example for newcomers: one sentence with its quote marked, and the fact that it proves.

const UNNAMED = 1000;

// Of some receipts the one whose sentence says most in few words: no quote that is not in its text; first those whose
// quote names a winner and an award.
async function exampleOf(facts) {
  const likely = facts.filter(({ winners, awards, quotes }) => winners.length && awards.length && quotes);
  const found = await source.describe(likely.map(({ id }) => id));
  const names = await namesOfAll(likely.flatMap(({ winners, awards }) => [...winners, ...awards]));
  const shown = found.flatMap(({ fact, quotes }) => quotes.filter(({ verified, isUnchecked }) => verified || isUnchecked).map((quote) => ({ fact, quote: paragraphOf(quote) })));
  const lack = (each) => lackOf(each) + (isNamedIn(each, names) ? 0 : UNNAMED);
  return shown.map((each) => [each, lack(each)]).sort((a, b) => a[1] - b[1])[0]?.[0] ?? null;
}

// All names of nodes by their ids, folded.
async function namesOfAll(nodes) {
  const found = await source.describe([...new Set(nodes.map(({ id }) => id))]);
  return new Map(found.map(({ node, aliases }) => [node.id, [node.label, node.english, ...aliases].filter(Boolean).map(fold)]));
}

function isNamedIn({ fact, quote: { text, start, end } }, names) {
  const quote = fold(text.slice(start, end));
  const isNamed = ({ id }) => names.get(id).some((name) => quote.includes(name));
  return fact.winners.some(isNamed) && fact.awards.some(isNamed);
}

// A quote in its paragraph alone.
function paragraphOf(quote) {
  const { text, start, end } = quote;
  const first = text.lastIndexOf("\n", start - 1) + 1;
  const last = text.indexOf("\n", end);
  return { ...quote, text: text.slice(first, last < 0 ? undefined : last), start: start - first, end: end - first };
}

// What an example lacks: names that its sentence does not say, a work, and any length beyond what is read at a glance.
function lackOf({ fact, quote: { text, start, end } }) {
  const quote = text.slice(start, end);
  const unnamed = [...fact.winners, ...fact.awards, ...fact.works].filter((node) => !text.includes(node.label)).length;
  return unnamed * 60 + (fact.works.length ? 0 : 80) + (/[。！？.!?]/.test(text) ? 0 : 100) + 40 * (quote.split("\n").length - 1) + Math.max(0, text.length - 120) + Math.abs(quote.length - 30);
}

// `tops` are rows whose names one may search for.
function exampleCard({ fact, quote }, tops) {
  const step = (node) => el("span", { class: "of" }, glyph(node.kind), pictureButton(node));
  const steps = [...fact.winners, ...fact.works, ...fact.awards].map(step);
  return el("section", { class: "example", id: "example" },
    el("h3", {}, t("example"), el("span", { class: "said", text: t("exampleHint") })), ...sameWords([quote]).map(quoteFigure),
    el("p", { class: "proves", "aria-label": t("proves") }, ...steps, fact.year ? el("span", { class: "said", text: fact.year }) : null,
      el("button", { type: "button", class: "proof", onclick: () => selectFacts([fact.id]), text: t("evidenceCount", { n: fact.quotes }) })),
    el("p", { class: "hint try" }, t("searchHint"), ...tops.slice(0, 3).map(({ node }) => el("button", { type: "button", class: "proof", dir: "auto", onclick: () => searchFor(nameOf(node)), text: wrapped(nameOf(node), 10, 1)[0] }))));
}

function searchFor(text) {
  byId("search").value = text;
  byId("search").focus();
}

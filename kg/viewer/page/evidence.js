// Evidence: the sentence with the quote marked, where it stands, and how to take it away.

const QUOTES = 3;

// `told` is how many quotes there are, where a source over a server gives the first of them alone.
function evidenceList(quotes, { basis = "", isQuiet = false, told = quotes.length } = {}) {
  if (!quotes.length) return isQuiet ? [] : [el("p", { class: "hint", text: t(basis === "registry" ? "fromRegistry" : "noEvidence") })];
  const sources = new Set(quotes.map(({ article }) => article?.node.id).filter(Boolean));
  const words = sources.size > 1 ? t("fromSources", { n: sources.size }) : "";
  return [el("h3", {}, t("evidence"), el("span", { class: "count", text: told > quotes.length ? `${quotes.length} / ${told}` : told }), el("span", { class: "said", text: words })), quotesShown(sameWords(quotes))];
}

// Quotes that stand in the same words in several articles become one, with all their articles.
function sameWords(quotes) {
  const found = new Map();
  for (const quote of quotes) {
    const key = [quote.text, quote.start, quote.end, quote.verified, quote.isUnchecked].join("\n");
    if (!found.has(key)) found.set(key, { ...quote, articles: [] });
    const { articles } = found.get(key);
    if (quote.article && !articles.some(({ node }) => node === quote.article.node)) articles.push(quote.article);
  }
  return [...found.values()];
}

function quotesShown(quotes, limit = QUOTES) {
  const made = el("div", {}, ...quotes.slice(0, limit).map(quoteFigure));
  if (quotes.length > limit) {
    const more = () => {
      const all = quotesShown(quotes, limit + 20);
      made.replaceWith(all);
      settleQuotes(all);
      all.children[limit].querySelector("blockquote").focus();
    };
    made.append(el("button", { type: "button", class: "more", onclick: more, text: t("moreNeighbours", { n: quotes.length - limit }) }));
  }
  return made;
}

function quoteFigure({ text, start, end, verified, isUnchecked, articles }) {
  return el("figure", { class: "quote" },
    el("blockquote", { dir: "auto", tabindex: -1 }, text.slice(0, start), el("mark", { text: text.slice(start, end) }), text.slice(end)),
    verified ? null : el("p", { class: isUnchecked ? "said" : "warning", text: t(isUnchecked ? "unchecked" : "unverified") }),
    articles.length > 1 ? el("p", { class: "said", text: t("sameWords", { n: articles.length }) }) : null, ...articles.map(captionOf));
}

// What other articles say of the same, with their words.
function otherwiseTold(otherwise) {
  if (!otherwise?.length) return [];
  const words = ({ node, fact }) => (node ? nameOf(node) : [fact.year, fact.edition && nameOf(fact.edition), fact.rank].filter(Boolean).join(" · "));
  const door = ({ node, fact }) => el("button", { type: "button", class: "link", onclick: () => (node ? select(node.id) : selectFacts([fact.id])), text: words({ node, fact }) });
  return [el("h3", { class: "warning" }, t("otherwise")), ...otherwise.flatMap((each) => [door(each), quotesShown(sameWords(each.quotes), 1)])];
}

function captionOf({ node, publisher, issued, url }) {
  const words = [publisher, issued.slice(0, 10)].filter(Boolean).join(" · ");
  const link = url ? el("a", { href: url, rel: "noopener noreferrer", target: "_blank", text: t("original") }) : null;
  return el("figcaption", {}, articleButton(node), el("span", { class: "said", dir: "auto", text: words }), link);
}

// Long passages begin where their quote is seen, and can be scrolled by the keyboard.
function settleQuotes(within) {
  for (const passage of within.querySelectorAll("blockquote")) {
    if (passage.scrollHeight <= passage.clientHeight) continue;
    const line = parseFloat(getComputedStyle(passage).lineHeight);
    passage.tabIndex = 0;
    passage.scrollTop = line * Math.floor((passage.querySelector("mark").offsetTop - passage.offsetTop) / line - 3);
  }
}

// A citation, the query that gives the same from the graph, and the name of the thing.
function takeAway(id, quotes) {
  const iri = id && (/^[a-z]+:/.test(id) ? id : about.base + id);
  const made = [];
  if (quotes.length) made.push([t("copyCitation"), quotes.map(citation).join("\n")]);
  if (iri && safeIri(iri)) made.push([t("copySparql"), sparql(iri)], [t("copyIri"), iri]);
  return made.length ? el("p", { class: "buttons take" }, ...made.map(([text, copied]) => copyButton(text, copied))) : null;
}

function citation({ text, start, end, article }) {
  const words = article ? [article.publisher, `《${article.node.label}》`, article.issued.slice(0, 10), article.url] : [];
  return `“${nested(text.slice(start, end))}”${words.length ? `——${words.filter(Boolean).join("，")}` : ""}`;
}

// Quotation marks within quotation marks change from double to single, and those within them back.
const nested = (text) => text.replace(/[“”‘’]/g, (sign) => "‘’“”"["“”‘’".indexOf(sign)]);

const safeIri = (iri) => !/[\s<>"{}|\\^`]/.test(iri);

// What the graph says of a thing, and the sentences that say so; it asks the graphs of a store by their names, so that it
// gives the same whether or not the store adds them up.
const sparql = (iri) => `PREFIX fa: <https://w3id.org/finaward/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?property ?value ?quote ?article WHERE {
  { <${iri}> ?property ?value . FILTER(?property != fa:hasEvidence) }
  UNION { GRAPH ?told { <${iri}> fa:hasEvidence ?span . ?span fa:exact ?quote ; oa:hasSource ?article } }
}
ORDER BY ?property ?value ?article ?quote`;

function copyButton(text, copied) {
  const made = el("button", { type: "button", text });
  made.addEventListener("click", async () => {
    await copyText(copied);
    made.textContent = t("copied");
    byId("said").textContent = t("copied");
    setTimeout(() => { made.textContent = text; }, 1200);
  });
  return made;
}

// Pages from disk may be denied the clipboard: then by the old way.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "unseen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

// What validation found wrong or doubtful: as the source tells it, and as it is shown beside what it is about.

function findingValue(base, r) {
  const { severity, zh, en, label, value, quote, node, fact, article } = base.data.findings;
  return { isViolation: severity[r] === 0, zh: zh[r], en: en[r], label: label[r], value: value[r], quote: quote[r],
    node: base.node(node[r]), fact: fact[r] < 0 ? null : base.fact(fact[r]), article: base.node(article[r]) };
}

const findingsOf = (base, test) => base.data.findings.zh.flatMap((_, r) => (test(r) ? [findingValue(base, r)] : []));

// The findings about what a filter leaves, worst first; without a filter all of them.
function findingRows(base, filter) {
  const { node: nodes, fact: facts, article: articles } = base.data.findings;
  const { node, link } = passing(base, { ...filter, hide: [], cut: [] });
  const isOpen = !FACETS.some((name) => filter?.[name]);
  const isLeft = (r) => isOpen || (nodes[r] >= 0 ? node(nodes[r]) : facts[r] >= 0 ? link(base.firstEdge[facts[r]]) : articles[r] >= 0 && node(articles[r]));
  return nodes.flatMap((_, r) => (isLeft(r) ? [r] : []));
}

const findingWords = (found) => pick(found.zh, found.en);
const severityWords = ({ isViolation }) => t(isViolation ? "violation" : "warning");
const findingSign = ({ isViolation }) => (isViolation ? "✗" : "⚠");

// Where a finding leads: the thing that it is about, else its article with what the article claims lit.
function findingDoor(found) {
  const { node, fact, article } = found;
  const words = found.label || (node && nameOf(node)) || (fact && factWords(fact)) || (article && nameOf(article));
  const open = node ? () => select(node.id) : fact ? () => selectFacts([fact.id]) : article ? () => go({ view: "article", at: article.id, node: article.id, facts: [] }) : null;
  return open ? el("button", { type: "button", class: "link", dir: "auto", title: words, onclick: open }, el("bdi", { text: words })) : el("bdi", { text: words });
}

function findingTable(rows) {
  const columns = ["severity", "problem", "concerned", "quote", "source"];
  const cell = (name, ...made) => el("td", { class: name === "quote" ? "words" : name, "data-label": t(name) }, ...made);
  return el("table", { class: "findings" }, el("thead", {}, el("tr", {}, ...columns.map((name) => plainHead(name, t(name))))),
    el("tbody", {}, ...rows.map((found) => el("tr", found.node ? { "data-node": found.node.id } : {},
      cell("severity", el("span", { class: "warning", text: `${findingSign(found)} ${severityWords(found)}` })),
      cell("problem", findingWords(found), found.value ? el("span", { class: "said", dir: "auto", text: ` ${found.value}` }) : ""), cell("concerned", findingDoor(found)),
      cell("quote", found.quote ? el("mark", { text: found.quote }) : ""), cell("source", found.article ? articleButton(found.article, found.fact ? [found.fact.id] : null) : "")))));
}

// The page holds the worst only: what is left out is said.
function findingsCut() {
  const { shown: n, all: m } = about.findings;
  return m > n ? el("span", { class: "warning", text: t("findingsCut", { n, m }) }) : null;
}

// The findings about a thing; what they are about is named where it is another.
function findingsTold(findings, node = null) {
  if (!findings?.length) return [];
  const line = (found) => el("li", {}, el("span", { class: "warning", text: `${findingSign(found)} ${findingWords(found)}` }),
    found.value ? el("span", { class: "said", dir: "auto", text: found.value }) : null, node && found.node === node ? null : findingDoor(found));
  return [el("section", { class: "findings", "aria-label": t("findings") }, el("h3", { class: "warning" }, t("findings"), el("span", { class: "count", text: findings.length })),
    el("ul", {}, ...findings.map(line)))];
}

const findingRecord = (found) => ({ severity: severityWords(found), problem: findingWords(found), about: found.label || (found.node ? nameOf(found.node) : ""), value: found.value,
  quote: found.quote, source: found.article ? nameOf(found.article) : "", iri: found.node ? iriOf(found.node.id) : found.fact?.isNode ? iriOf(found.fact.id) : "" });

// The list: every table of the graph, to be read, sorted, filtered and taken away. It is also what a reader of the
// screen has instead of the pictures.

const PAGE = 100;
const RECEIPT_COLUMNS = ["organization", "case", "award", "programme", "year", "rank", "source", "evidence"];
const TABLES = ["receipts", "groups", "subsidiaries", "organizations", "cases", "awards", "programmes", "editions", "years", "publishers", "articles", "figures", "quotes", "findings"];

views.list = {
  key: () => [state.table, state.sort, state.skip],
  async draw(root) {
    const now = turn;
    const { skip, rows, total } = await this.page();
    const most = rows.length ? await this.most() : 1;
    const make = { receipts: receiptTable, figures: figureTable, quotes: quoteTable, findings: findingTable }[state.table] ?? sortedTable;
    if (now !== turn) return;
    const focused = root.contains(document.activeElement) ? document.activeElement.id : "";
    root.replaceChildren(this.bar(total), el("div", { class: "rows", tabindex: 0, role: "region", "aria-label": t(state.table) },
      rows.length ? make(rows, most) : el("div", { class: "empty" }, ...reasons()), pager(total, skip)));
    if (focused) byId(focused)?.focus({ preventScroll: true });
    this.total = total;
  },
  // The page that the address asks for, or the last one where there are not so many.
  async page() {
    const skip = Math.max(0, Math.trunc(Number(state.skip)) || 0);
    const found = await this.rows({ skip, limit: PAGE });
    if (found.rows.length || !found.total) return { skip, ...found };
    const last = Math.floor((found.total - 1) / PAGE) * PAGE;
    return { skip: last, ...await this.rows({ skip: last, limit: PAGE }) };
  },
  // The largest number of a counted table, on whatever page of it.
  async most() {
    if (!(state.table in FACET_OF)) return 1;
    return (await source.table(state.table, { filter: filterOf(), sort: "count", isDown: true, limit: 1 })).rows[0]?.count ?? 1;
  },
  rows({ skip, limit }) {
    const [sort, way] = state.sort.split("!");
    return source.table(state.table, { filter: filterOf(), sort, isDown: way === "down", skip, limit, lang: language, isWhole: true });
  },
  bar(total) {
    return el("div", { class: "bar" },
      el("div", { class: "choices", role: "group", "aria-label": t("tables") }, ...TABLES.filter((name) => name !== "findings" || about.findings.shown).map((name) => el("button",
        { id: `table-${name}`, type: "button", "aria-pressed": String(name === state.table), onclick: () => go({ table: name, sort: "", skip: "" }), text: t(name) }))),
      el("span", { class: "count", text: t("rows", { n: total }) }), state.table === "findings" ? findingsCut() : null,
      ...["csv", "json"].map((kind) => el("button", { id: `take-${kind}`, type: "button", onclick: () => takeTable(kind), text: kind.toUpperCase() })));
  },
  mark() {
    for (const row of this.root.querySelectorAll("tbody tr")) row.classList.toggle("on", state.facts.includes(row.dataset.fact) || (state.node !== "" && row.dataset.node === state.node));
  },
  status: () => t("rowsShown", { n: views.list.total, m: about.counts.receipts, k: about.counts.articles }),
  sought: () => null,
};

function pager(total, skip) {
  if (total <= PAGE) return null;
  const door = (text, to) => el("button", { type: "button", disabled: to < 0 || to >= total, onclick: () => go({ skip: to ? String(to) : "" }), text });
  return el("p", { class: "pager" }, door(t("previous"), skip - PAGE), el("span", { text: t("pageOf", { n: skip + 1, m: Math.min(total, skip + PAGE), k: total }) }), door(t("next"), skip + PAGE));
}

function receiptTable(rows) {
  const columns = RECEIPT_COLUMNS.filter((name) => name !== "rank" || rows.some(({ rank }) => rank));
  const head = columns.map((name) => sortHead(name, t(name)));
  return el("table", { class: "receipts" }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows.map((fact) =>
    el("tr", { "data-fact": fact.id }, ...columns.map((name) => el("td", { class: name, "data-label": t(name) }, ...receiptCell(fact, name)))))));
}

function receiptCell(fact, name) {
  const edition = fact.edition || fact.programme;
  return {
    organization: () => separated(fact.winners.map((node) => nodeButton(node))),
    case: () => separated(fact.works.map((node) => nodeButton(node))),
    award: () => separated(fact.awards.map((node) => nodeButton(node))),
    programme: () => (edition ? [nodeButton(edition)] : []),
    year: () => [fact.year], rank: () => [fact.rank],
    source: () => fact.articles.map((node) => articleButton(node, [fact.id])),
    evidence: () => [el("button", { type: "button", class: "proof", onclick: () => selectFacts([fact.id]), text: t("evidenceCount", { n: fact.quotes }) })],
  }[name]();
}

// Names that stand side by side, each but the last with a mark after it.
function separated(made) {
  for (const each of made.slice(0, -1)) each.append(el("span", { text: t("separator") }));
  return made;
}

// A counted table whose headings sort it.
function sortedTable(rows, most) {
  const usual = (name) => (state.table === "years" ? (name === "name" ? "ascending" : "none") : name === "count" ? "descending" : "none");
  return countTable(state.table, rows, { most, button: state.table === "articles" ? (node) => articleButton(node) : nodeButton, head: (name, text, style) => sortHead(name, text, style, usual(name)) });
}

// Each quote among its words, with what it proves.
function quoteTable(rows) {
  const proofs = ({ nodes, facts }) => [...nodes.slice(0, 3).map((node) => el("span", { class: "of" }, glyph(node.kind), nodeButton(node))),
    facts.length ? el("button", { type: "button", class: "proof", onclick: () => selectFacts(facts.map(({ id }) => id)), text: t("factsOf", { n: facts.length }) }) : null,
    nodes.length > 3 ? el("span", { class: "count", text: t("moreNeighbours", { n: nodes.length - 3 }) }) : null];
  const cell = (name, ...made) => el("td", { class: name === "quote" ? "words" : name, "data-label": t(name) }, ...made);
  return el("table", { class: "quotes" }, el("thead", {}, el("tr", {}, ...["quote", "proves", "source", "day"].map((name) => plainHead(name, t(name === "day" ? "published" : name))))),
    el("tbody", {}, ...rows.map(({ quote, nodes, facts }) => el("tr", {}, cell("quote", ...quoteWords(quote)), cell("proves", ...proofs({ nodes, facts }).filter(Boolean)),
      cell("source", quote.article ? articleButton(quote.article.node) : ""), cell("day", quote.article?.issued.slice(0, 10) ?? "")))));
}

// A quote with a few words on either side.
function quoteWords({ text, start, end }) {
  const [before, after] = [[...text.slice(0, start)], [...text.slice(end)]];
  return [before.length > 24 ? `…${before.slice(-24).join("")}` : before.join(""), el("mark", { text: text.slice(start, end) }),
    after.length > 24 ? `${after.slice(0, 24).join("")}…` : after.join("")];
}

function figureTable(rows) {
  const value = (row, name) => { const found = row.properties.find(([key]) => key === name); return found ? pick(found[1], found[2]) : ""; };
  return el("table", { class: "figures" }, el("thead", {}, el("tr", {}, ...["organization", "case", "measures", "printed", "period"].map((name) => el("th", { scope: "col", text: t(name) })))),
    el("tbody", {}, ...rows.map((row) => el("tr", { "data-node": row.node.id }, el("td", {}, ...separated(row.winners.map((node) => nodeButton(node)))), el("td", {}, nodeButton(row.work)),
      el("td", { text: value(row, "measures") }), el("td", {}, nodeButton(row.node, value(row, "printedText"))), el("td", { text: value(row, "period") })))));
}

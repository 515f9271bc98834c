// The list: every table of the graph, to be read, sorted, filtered and taken away. It is also what a reader of the
// screen has instead of the pictures.

const PAGE = 100;
const RECEIPT_COLUMNS = ["organization", "case", "award", "programme", "year", "rank", "source", "evidence"];
const COUNTED = ["groups", "organizations", "cases", "awards", "programmes", "years", "publishers", "articles"];
const FACET_OF = { groups: "organization", organizations: "organization", awards: "award", programmes: "programme", years: "year", publishers: "source", articles: "source" };

views.list = {
  key: () => [state.table, state.sort, state.skip],
  async draw(root) {
    const { rows, total } = await this.rows({ skip: Number(state.skip) || 0, limit: PAGE });
    const shown = state.table === "receipts" ? receiptTable(rows) : state.table === "figures" ? figureTable(rows) : countTable(rows);
    root.replaceChildren(this.bar(total), el("div", { class: "rows", tabindex: 0, role: "region", "aria-label": t(state.table) },
      rows.length ? shown : el("p", { class: "empty", text: t("empty") }), pager(total, Number(state.skip) || 0)));
    this.total = total;
  },
  rows({ skip, limit }) {
    const [sort, way] = state.sort.split("!");
    return source.table(state.table, { filter: filterOf(), sort, isDown: way === "down", skip, limit, lang: language });
  },
  bar(total) {
    const tables = ["receipts", ...COUNTED, "figures"];
    return el("div", { class: "bar" },
      el("div", { class: "choices", role: "group", "aria-label": t("tables") }, ...tables.map((name) => el("button",
        { type: "button", "aria-pressed": String(name === state.table), onclick: () => go({ table: name, sort: "", skip: "" }), text: t(name) }))),
      el("span", { class: "count", text: t("rows", { n: total }) }),
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
  const [sort, way] = state.sort.split("!");
  const head = columns.map((name) => {
    const order = sort === name ? (way === "down" ? "descending" : "ascending") : "none";
    return el("th", { scope: "col", "aria-sort": order }, el("button",
      { id: `sort-${name}`, type: "button", onclick: () => go({ sort: `${name}!${order === "ascending" ? "down" : "up"}`, skip: "" }), text: t(name) }));
  });
  return el("table", { class: "receipts" }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows.map((fact) =>
    el("tr", { "data-fact": fact.id }, ...columns.map((name) => el("td", { class: name }, ...receiptCell(fact, name)))))));
}

function receiptCell(fact, name) {
  const edition = fact.edition || fact.programme;
  return {
    organization: () => separated(fact.winners.map((node) => nodeButton(node))),
    case: () => (fact.work ? [nodeButton(fact.work)] : []),
    award: () => (fact.award ? [nodeButton(fact.award)] : []),
    programme: () => (edition ? [nodeButton(edition)] : []),
    year: () => [fact.year], rank: () => [fact.rank],
    source: () => fact.articles.map((node) => nodeButton(node)),
    evidence: () => [el("button", { type: "button", class: "proof", onclick: () => selectFacts([fact.id]), text: t("evidenceCount", { n: fact.quotes }) })],
  }[name]();
}

// Names that stand side by side, each but the last with a mark after it.
function separated(made) {
  for (const each of made.slice(0, -1)) each.append(el("span", { text: t("separator") }));
  return made;
}

// A counted table: the bar stands in the row, the name opens its picture, the number the receipts behind it.
function countTable(rows) {
  const most = Math.max(...rows.map(({ count }) => count));
  return el("table", { class: "counted" }, el("thead", {}, el("tr", {}, el("th", { scope: "col", text: t(`by_${FACET_OF[state.table] ?? "case"}`) }),
    el("th", { scope: "col", class: "number", text: t("receipts") }))),
  el("tbody", {}, ...rows.map((row) => el("tr", row.node ? { "data-node": row.node.id } : {}, el("td", {}, nameOfRow(row)), el("td", { class: "number" }, barOf(row, most, state.table))))));
}

function nameOfRow(row) {
  if (row.node) return nodeButton(row.node);
  return el("span", { text: row.key === NO_YEAR ? t("noYear") : row.key });
}

// A number with its bar; it opens the list of what it counts.
function barOf(row, most, table) {
  const facet = FACET_OF[table];
  const open = facet ? () => openList({ [facet]: row.key }) : () => select(row.key);
  return el("button", { type: "button", class: "bar-of", onclick: open, "aria-label": t("openList", { n: row.count }) },
    svg("svg", { viewBox: "0 0 100 8", width: 120, height: 8, preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { width: 100, height: 8, rx: 2, class: "trough" }), svg("rect", { width: Math.max(1.5, (100 * row.count) / most), height: 8, rx: 2, class: "fill" })),
    el("span", { text: row.count }));
}

function figureTable(rows) {
  const value = (row, name) => { const found = row.properties.find(([key]) => key === name); return found ? pick(found[1], found[2]) : ""; };
  return el("table", { class: "figures" }, el("thead", {}, el("tr", {}, ...["organization", "case", "measures", "printed", "period"].map((name) => el("th", { scope: "col", text: t(name) })))),
    el("tbody", {}, ...rows.map((row) => el("tr", { "data-node": row.node.id }, el("td", {}, ...separated(row.winners.map((node) => nodeButton(node)))), el("td", {}, nodeButton(row.work)),
      el("td", { text: value(row, "measures") }), el("td", {}, nodeButton(row.node, value(row, "printedText"))), el("td", { text: value(row, "period") })))));
}

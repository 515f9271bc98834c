// The list of receipts: what the drawings show, to be read, sorted and taken away as CSV.

const table = { sort: "organization", isDown: false, rows: 200 };
const COLUMNS = ["organization", "case", "award", "programme", "year", "rank", "source"];

function cells(receipt) {
  const one = (i) => (i >= 0 ? [i] : []);
  const { edition, award } = receipt;
  const belongs = award >= 0 ? graph.nodes[award].edges.find((e) => e.relation.name === "categoryOf" && e.source === award) : null;
  return {
    organization: receipt.winners, case: one(receipt.work), award: one(award),
    programme: edition >= 0 ? [edition] : belongs ? [belongs.target] : [],
    year: receipt.year, rank: receipt.fact.rank, source: receipt.articles.map((a) => graph.articles[a].node),
  };
}

const textOf = (cell) => (typeof cell === "string" ? cell : listed(cell.map(nameOf)));

function sortedRows() {
  const collator = new Intl.Collator(language === "zh" ? "zh-Hans-CN" : "en", { numeric: true });
  const rows = graph.receipts.filter(isReceived).map((receipt) => ({ receipt, cells: cells(receipt) }));
  const key = (row) => textOf(row.cells[table.sort]);
  const way = table.isDown ? -1 : 1;
  return rows.sort((a, b) => way * collator.compare(key(a), key(b)) || a.receipt.i - b.receipt.i);
}

function drawTable() {
  const rows = sortedRows();
  const columns = COLUMNS.filter((name) => rows.some(({ cells: said }) => said[name].length));
  const head = el("tr", {}, ...columns.map((name) => {
    const sort = table.sort === name ? (table.isDown ? "descending" : "ascending") : "none";
    const act = () => {
      Object.assign(table, { isDown: table.sort === name && !table.isDown, sort: name });
      drawTable();
      byId(`sort-${name}`).focus();
    };
    return el("th", { scope: "col", "aria-sort": sort }, el("button", { id: `sort-${name}`, type: "button", onclick: act, text: t(name) }));
  }), el("th", { scope: "col", text: t("evidence") }));
  byId("table-count").textContent = t("rows", { n: rows.length });
  const left = rows.length - table.rows;
  const more = left > 0 ? el("button", { type: "button", class: "more", text: t("moreRows", { n: Math.min(left, 200) }), onclick: () => { table.rows += 200; drawTable(); } }) : null;
  const body = rows.slice(0, table.rows).map((row) => rowOf(row, columns));
  const list = rows.length ? el("table", {}, el("thead", {}, head), el("tbody", {}, ...body)) : el("p", { class: "empty", text: t("empty") });
  byId("rows").replaceChildren(...[list, more].filter(Boolean));
  markTable();
}

function rowOf({ receipt, cells: said }, columns) {
  const cell = (name) => el("td", { class: name }, ...(typeof said[name] === "string" ? [said[name]]
    : name === "source" ? said[name].map(sourceButton) : separated(said[name].map((i) => nodeButton(i)))));
  const { fact } = receipt;
  const open = () => select({ facts: [fact.i] });
  const proof = el("button", { type: "button", class: "proof", onclick: open, text: t("evidenceCount", { n: fact.evidence.length }) });
  return el("tr", { "data-fact": fact.id }, ...columns.map(cell), el("td", {}, proof));
}

// Names that stand side by side, each but the last with a mark after it.
function separated(made) {
  for (const each of made.slice(0, -1)) each.append(el("span", { text: t("separator") }));
  return made;
}

// An article by its publisher or else its title, and its day.
function sourceButton(i) {
  const { publisher, issued } = graph.articles[graph.nodes[i].article];
  const made = nodeButton(i, publisher);
  if (issued) made.append(el("time", { text: issued }));
  return made;
}

function markTable() {
  const facts = new Set(((state.selected && state.selected.facts) || []).map((i) => graph.facts[i].id));
  for (const row of byId("rows").querySelectorAll("tbody tr")) row.classList.toggle("on", facts.has(row.dataset.fact));
}

// CSV as spreadsheets read it: with a mark of UTF-8, and no cell that would be taken for a formula.
function csv() {
  const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const quotes = (fact) => fact.evidence.map((e) => {
    const { passage, start, end } = graph.evidence[e];
    return graph.passages[passage].text.slice(start, end);
  }).join(" … ");
  const lines = sortedRows().map(({ receipt, cells: said }) => [...COLUMNS.map((name) => textOf(said[name])), quotes(receipt.fact)]);
  const head = [...COLUMNS.map((name) => t(name)), t("evidence")];
  return `\ufeff${[head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

function download() {
  const address = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
  el("a", { href: address, download: "awards.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// Tables that are taken away: the whole table as it is filtered and sorted, as CSV or as JSON.

const ALL = 1e6;

async function takeTable(kind) {
  const records = await tableRecords();
  saveRecords(kind, state.table, records);
  // A server gives so many rows at most.
  if (records.length < views.list.total) byId("status").textContent = t("tookPart", { n: records.length, m: views.list.total });
}

function saveRecords(kind, name, records) {
  const text = kind === "csv" ? csv(records) : `${JSON.stringify(records, null, 1)}\n`;
  download(new Blob([text], { type: kind === "csv" ? "text/csv;charset=utf-8" : "application/json" }), `${name}.${kind}`);
}

// Buttons that take away a table of a page of several; `records` makes its rows.
const takeButtons = (name, records) => el("span", { class: "take" }, ...["csv", "json"].map((kind) =>
  el("button", { id: `take-${kind}-${name}`, type: "button", onclick: () => saveRecords(kind, name, records()), text: kind.toUpperCase() })));

// Each row as words by column; receipts with their quotes.
async function tableRecords() {
  const { rows } = await views.list.rows({ skip: 0, limit: ALL });
  if (state.table === "receipts") return receiptRecords(rows);
  if (state.table === "figures") return rows.map((row) => ({ ...Object.fromEntries(row.properties.map(([name, zh, en]) => [name, pick(zh, en)])), case: nameOf(row.work), organization: listed(row.winners.map(nameOf)), iri: iriOf(row.node.id) }));
  if (state.table === "findings") return rows.map(findingRecord);
  if (state.table === "quotes") return rows.map(quoteRecord);
  return rows.map(({ key, node, count }) => ({ name: node ? nameOf(node) : key === NO_YEAR ? "" : key, receipts: count, ...(node ? { iri: iriOf(node.id) } : {}) }));
}

const quoteRecord = ({ quote: { text, start, end, article }, nodes, facts }) => ({
  quote: text.slice(start, end), passage: text, proves: listed(nodes.map(nameOf)), source: article ? nameOf(article.node) : "", published: article?.issued ?? "",
  iris: [...nodes, ...facts.filter(({ isNode }) => isNode)].map(({ id }) => iriOf(id)).join(" "),
});

const iriOf = (id) => (/^[a-z]+:/.test(id) ? id : about.base + id);

async function receiptRecords(rows) {
  const found = await source.describe(rows.map(({ id }) => id));
  return found.map(({ fact, quotes }) => ({
    organization: listed(fact.winners.map(nameOf)), group: listed(headsOf(fact).map(nameOf)), case: listed(fact.works.map(nameOf)), award: listed(fact.awards.map(nameOf)),
    programme: fact.edition || fact.programme ? nameOf(fact.edition || fact.programme) : "", year: fact.year, rank: fact.rank,
    source: listed(fact.articles.map(nameOf)), ...originOf(quotes), evidence: quotes.map(({ text, start, end }) => text.slice(start, end)).join(" … "),
    iri: fact.isNode ? iriOf(fact.id) : "",
  }));
}

// The heads of the groups of the winners, each once.
const headsOf = ({ winners, chains }) => [...new Set(winners.flatMap((winner, n) => (chains[n].length ? chains[n].map((way) => way.at(-1).node) : [winner])))];

// Who published the articles of some quotes, when and where.
function originOf(quotes) {
  const articles = [...new Map(quotes.filter(({ article }) => article).map(({ article }) => [article.node.id, article])).values()];
  const said = (name) => [...new Set(articles.map((article) => article[name]).filter(Boolean))];
  return { publisher: listed(said("publisher")), published: said("issued").join(" "), url: said("url").join(" ") };
}

// The heading of a column for readers; programs have the English names in JSON.
const headWords = (name) => (language === "en" ? name : Object.hasOwn(HEADS, name) ? HEADS[name] : about.properties.get(name)?.zh ?? name);

// CSV as spreadsheets read it: with a mark of UTF-8, and no cell that would be taken for a formula. A column for each name
// that any record has; `cells` are one each, in their order, whatever they are called.
function csv(records) {
  const cell = (value) => { const text = String(value); return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`; };
  const columns = records.length ? [...new Set(records.flatMap(Object.keys))] : ["organization"];
  const heads = columns.flatMap((name) => (name === "cells" ? records[0].cells.map((each) => each.name) : [headWords(name)]));
  const lines = [heads, ...records.map((record) => columns.flatMap((name) => (name === "cells" ? record.cells.map(({ receipts }) => receipts) : [record[name] ?? ""])))];
  return `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

// Tables that are taken away: the whole table as it is filtered and sorted, as CSV or as JSON.

const ALL = 1e6;

async function takeTable(kind) {
  const text = kind === "csv" ? csv(await tableRecords()) : `${JSON.stringify(await tableRecords(), null, 1)}\n`;
  download(new Blob([text], { type: kind === "csv" ? "text/csv;charset=utf-8" : "application/json" }), `${state.table}.${kind}`);
}

// Each row as words by column; receipts with their quotes.
async function tableRecords() {
  const { rows } = await views.list.rows({ skip: 0, limit: ALL });
  if (state.table === "receipts") return receiptRecords(rows);
  if (state.table === "figures") return rows.map((row) => ({ ...Object.fromEntries(row.properties.map(([name, zh, en]) => [name, pick(zh, en)])), case: nameOf(row.work), organization: listed(row.winners.map(nameOf)), iri: iriOf(row.node.id) }));
  return rows.map(({ key, node, count }) => ({ name: node ? nameOf(node) : key === NO_YEAR ? "" : key, receipts: count, ...(node ? { iri: iriOf(node.id) } : {}) }));
}

const iriOf = (id) => (/^[a-z]+:/.test(id) ? id : about.base + id);

async function receiptRecords(rows) {
  const found = await source.describe(rows.map(({ id }) => id));
  return found.map(({ fact, quotes }) => ({
    organization: listed(fact.winners.map(nameOf)), case: fact.work ? nameOf(fact.work) : "", award: fact.award ? nameOf(fact.award) : "",
    programme: fact.edition || fact.programme ? nameOf(fact.edition || fact.programme) : "", year: fact.year, rank: fact.rank,
    source: listed(fact.articles.map(nameOf)), evidence: quotes.map(({ text, start, end }) => text.slice(start, end)).join(" … "),
    iri: fact.isNode ? iriOf(fact.id) : "",
  }));
}

// CSV as spreadsheets read it: with a mark of UTF-8, and no cell that would be taken for a formula.
function csv(records) {
  const cell = (value) => { const text = String(value); return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`; };
  const columns = Object.keys(records[0] ?? { organization: "" });
  const lines = [columns, ...records.map((record) => columns.map((name) => record[name] ?? ""))];
  return `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

// The matrix: organizations by awards, programmes or years; each cell says how many and opens their list.

const TALL = 12;
const BROAD = 12;
const ACROSS = ["awards", "programmes", "years"];
const BY = ["groups", "organizations"];

// What stands where, unless the address says it: of one group alone, its members.
async function matrixFor(filter) {
  const across = ACROSS.includes(state.across) ? state.across : "awards";
  const isOne = (await source.table("groups", { filter, limit: 1 })).total < 2;
  const by = BY.includes(state.by) ? state.by : isOne ? "organizations" : "groups";
  const table = await source.table("matrix", { filter, by, across, limit: TALL, wide: BROAD });
  return table.total ? { ...table, by, across } : null;
}

function matrixPart(table) {
  const { by, across, rows, columns, total, wide } = table;
  const choice = (name, names, now, words) => el("div", { class: "choices", role: "group", "aria-label": words }, ...names.map((each) =>
    el("button", { id: `${name}-${each}`, type: "button", "aria-pressed": String(each === now), onclick: () => go({ [name]: each }), text: t(each) })));
  const part = (shown, all, name) => [t("someOf", { n: shown, m: all, k: plural(name) }), all > shown ? allButton(name, all) : null];
  return el("section", { id: "matrix" },
    el("h3", {}, t("matrix")),
    el("div", { class: "bar" }, choice("by", BY, by, t("down")), el("span", { class: "said", text: "×" }), choice("across", ACROSS, across, t("across")), takeButtons("matrix", () => takeMatrix(table))),
    el("div", { class: "wide", tabindex: 0, role: "group", "aria-label": t("matrix") }, heatTable(table)),
    el("p", { class: "hint" }, ...part(rows.length, total, by), el("span", { text: " × " }), ...part(columns.length, wide, across)));
}

function heatTable({ by, across, rows, columns }) {
  const most = Math.max(1, ...rows.flatMap(({ cells }) => cells));
  const head = (row) => el("th", { scope: "col", class: row.node ? "turned" : "" }, row.node ? turnedButton(row.node) : wordsOfKey(row.key));
  return sized(el("table", { class: "heat" }, el("thead", {}, el("tr", {}, el("td", {}), ...columns.map(head))),
    el("tbody", {}, ...rows.map((row) => el("tr", { "data-node": row.node.id }, el("th", { scope: "row" }, pictureButton(row.node)),
      ...row.cells.map((count, n) => heatCell(count, most, row, columns[n], { [FACET_OF[by]]: row.key, [FACET_OF[across]]: columns[n].key })))))), { maxWidth: 170 + 96 * columns.length });
}

// A long name as a heading stands upright, in at most three lines of about one length.
function turnedButton(node) {
  const made = pictureButton(node);
  const long = [...nameOf(node)].reduce((sum, c) => sum + widthOf(c), 0);
  const lines = Math.min(3, Math.ceil(long / 9));
  made.replaceChildren(...wrapped(nameOf(node), Math.min(9, Math.ceil(long / lines) + 0.5), lines).map((line) => el("span", { text: line })));
  return made;
}

function heatCell(count, most, row, column, facets) {
  if (!count) return el("td", {});
  const words = `${nameOf(row.node)} × ${column.node ? nameOf(column.node) : wordsOfKey(column.key)}`;
  const made = el("button", { type: "button", class: "cell", title: words, "aria-label": `${words} ${t("openList", { n: count })}`, onclick: () => openList(facets), text: count });
  made.style.setProperty("--heat", `${Math.round(10 + (34 * count) / most)}%`);
  return el("td", {}, made);
}

// The matrix as it is shown, a record for each row.
function takeMatrix({ rows, columns }) {
  const heads = columns.map(({ node, key }) => (node ? nameOf(node) : wordsOfKey(key)));
  return rows.map((row) => ({ name: nameOf(row.node), cells: heads.map((name, n) => ({ name, receipts: row.cells[n] })), iri: iriOf(row.node.id) }));
}

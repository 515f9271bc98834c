// The comparison of two organizations: totals, years, awards, programmes and cases side by side. It is one table, so a
// reader of the screen has it whole; the left and the right of each row are the two organizations.

const duel = { ends: [null, null], sums: [0, 0] };
const SIDE = 8;
const MOST = 500;

views.compare = {
  key: () => [state.at, state.to, state.open],
  entered: () => ({ view: "compare", open: [] }),
  door: (node) => (isOrganization(node) && node.receipts ? [[t("seeCompare"), { view: "compare", at: node.id, to: "", open: [] }]] : []),
  sought: () => null,
  async draw(root) {
    const now = turn;
    const ends = await bothEnds(isOrganization);
    const both = ends.every(Boolean) ? await Promise.all(ends.map(tablesOf)) : null;
    if (now !== turn) return;
    Object.assign(duel, { ends, sums: both ? both.map(({ receipts }) => receipts.total) : [0, 0] });
    const shown = both ? versus(ends, both) : el("p", { class: "board empty", text: t("empty") });
    const bar = el("div", { class: "bar ends" }, ...endFields("compare", ends, { isFit: isOrganization, words: ["compareLeft", "compareRight"] }), pictureButtons());
    root.replaceChildren(bar, el("div", { class: "rows", tabindex: 0, role: "region", "aria-label": t("compare") }, shown));
  },
  drawn: () => duel.ends.filter(Boolean).map(({ id }) => id),
  mark() {
    for (const made of this.root.querySelectorAll("[data-node]")) made.classList.toggle("on", made.dataset.node === state.node);
  },
  status: () => [t("compared", { n: duel.sums[0], m: duel.sums[1] }), state.organization ? t("notFiltered") : ""].filter(Boolean).join(" · "),
  picture: () => boardPicture(views.compare.root.querySelector(".board")),
};

const COMPARED = ["years", "awards", "programmes", "cases"];

// The tables of one organization, its members counted in: { receipts, years, awards, programmes, cases }.
async function tablesOf({ id }) {
  const filter = { ...filterOf(), organization: id };
  const tables = await Promise.all(["receipts", ...COMPARED].map((name) => source.table(name, { filter, limit: name === "receipts" ? 1 : MOST })));
  return Object.fromEntries(["receipts", ...COMPARED].map((name, n) => [name, tables[n]]));
}

function versus(ends, both) {
  const awards = paired(both, "awards");
  const shared = awards.filter(({ counts }) => counts[0] && counts[1]);
  const names = ends.map((node, n) => el("th", { scope: "col", class: n ? "right" : "left" }, el("span", { class: "of" }, glyph(node.kind), nodeButton(node))));
  return el("table", { class: "versus board" },
    el("thead", {}, el("tr", {}, names[0], el("td", { class: "middle", text: t("with") }), names[1])),
    el("tbody", { "data-part": "totals" }, ...["receipts", "cases", "awards", "programmes"].map((name) => totalRow(ends, both, name))),
    section("years", t("years"), mirrored(ends, paired(both, "years").sort((a, b) => (a.key === NO_YEAR) - (b.key === NO_YEAR) || (a.key < b.key ? -1 : 1)), "year", "years")),
    section("shared", t("sharedAwards", { n: shared.length }), shared.length ? mirrored(ends, shared, "award", "shared") : [el("tr", {}, el("td", { colspan: 3, class: "none", text: t("noneShared") }))]),
    section("only", t("onlyAwards"), [sidesRow(ends, [0, 1].map((n) => awards.filter(({ counts }) => !counts[1 - n])), "award", "awards")]),
    section("programmes", t("programmes"), mirrored(ends, paired(both, "programmes"), "programme", "programmes")),
    section("cases", t("cases"), [sidesRow(ends, both.map(({ cases }) => cases.rows), "", "cases")]));
}

// Rows that either side has, with the numbers of both.
function paired(both, name) {
  const found = new Map();
  both.forEach(({ [name]: { rows } }, n) => rows.forEach(({ key, node, count }) => {
    if (!found.has(key)) found.set(key, { key, node, counts: [0, 0] });
    found.get(key).counts[n] = count;
  }));
  return [...found.values()].sort((a, b) => b.counts[0] + b.counts[1] - a.counts[0] - a.counts[1]);
}

function section(name, words, rows) {
  return rows.length ? el("tbody", { "data-part": name }, el("tr", {}, el("th", { colspan: 3, scope: "rowgroup", class: "section", text: words })), ...rows) : null;
}

function totalRow(ends, both, name) {
  const side = (n) => el("td", { class: n ? "right" : "left" }, el("button", { type: "button", class: "large", "data-count": `${name} ${n}`, "aria-label": t("openList", { n: both[n][name].total }),
    onclick: () => openList({ organization: ends[n].id }, name), text: both[n][name].total }));
  return el("tr", {}, side(0), el("th", { scope: "row", class: "middle", text: t(name) }), side(1));
}

// Bars that grow from the middle to both sides, on one scale; beyond a dozen rows they are folded and counted.
function mirrored(ends, rows, facet, name) {
  const most = Math.max(1, ...rows.flatMap(({ counts }) => counts));
  const isOpen = state.open.includes(name);
  const shown = isOpen || name === "years" ? rows : rows.slice(0, 12);
  const bar = ({ key, counts }, n) => el("td", { class: n ? "right" : "left" }, counts[n] ? el("button", { type: "button", class: "bar-of", "data-count": `${name} ${n} ${key}`,
    "aria-label": t("openList", { n: counts[n] }), onclick: () => openList({ organization: ends[n].id, [facet]: key }) },
  barIn(counts[n] / most, n ? "fill second" : "fill"),
  el("span", { text: counts[n] })) : el("span", { class: "none", text: "0" }));
  const head = ({ key, node }) => el("th", { scope: "row", class: "middle", ...(node ? { "data-node": node.id } : {}) }, node ? nodeButton(node) : key === NO_YEAR ? t("noYear") : key);
  const made = shown.map((row) => el("tr", {}, bar(row, 0), head(row), bar(row, 1)));
  return rows.length > shown.length || (isOpen && rows.length > 12) ? [...made, el("tr", {}, el("td", { colspan: 3, class: "middle" }, moreButton(name, rows.length - 12, isOpen)))] : made;
}

function barIn(share, name) {
  const made = svg("svg", { viewBox: "0 0 10 10", height: 10, preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { class: name, width: 10, height: 10 }));
  made.style.width = `${72 * share}%`;
  return made;
}

const moreButton = (name, n, isOpen) => el("button", { type: "button", class: "more", "aria-expanded": String(isOpen),
  onclick: () => go({ open: isOpen ? state.open.filter((key) => key !== name) : [...state.open, name] }), text: isOpen ? t("showFewer") : t("moreNeighbours", { n }) });

// What only one side has, or each for itself: a list on either side.
function sidesRow(ends, lists, facet, name) {
  const side = (n) => {
    const key = `${name}${n}`;
    const isOpen = state.open.includes(key);
    const shown = isOpen ? lists[n] : lists[n].slice(0, SIDE);
    const count = (row) => el("button", { type: "button", class: "chip", "data-count": `${name} ${n} ${row.key}`, "aria-label": t("openList", { n: numberOf(row, n) }),
      onclick: () => openList({ organization: ends[n].id, [facet]: row.key }), text: numberOf(row, n) });
    return el("td", { class: n ? "right" : "left" }, el("ul", { class: "own" }, ...shown.map((row) => el("li", { "data-node": row.node.id }, glyph(row.node.kind), nodeButton(row.node), facet ? count(row) : null)),
      lists[n].length ? null : el("li", { class: "none", text: t("none") })), lists[n].length > SIDE ? moreButton(key, lists[n].length - SIDE, isOpen) : null);
  };
  return el("tr", {}, side(0), el("th", { scope: "row", class: "middle", text: t(facet ? "eachOnly" : "each") }), side(1));
}

const numberOf = ({ counts, count }, n) => (counts ? counts[n] : count);

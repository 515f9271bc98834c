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
    const tables = ends.every(Boolean) ? await tablesOf(ends) : null;
    if (now !== turn) return;
    Object.assign(duel, { ends, sums: tables ? tables.both.map(({ receipts }) => receipts.total) : [0, 0] });
    const shown = tables ? versus(ends, tables) : el("div", { class: "board empty" }, ...reasons());
    const bar = el("div", { class: "bar ends" }, ...endFields("compare", ends, { isFit: isOrganization, words: ["compareLeft", "compareRight"] }), pictureButtons());
    root.replaceChildren(bar, el("div", { class: "rows", tabindex: 0, role: "region", "aria-label": t("compare") }, shown));
  },
  drawn: () => duel.ends.filter(Boolean).map(({ id }) => id),
  mark() {
    for (const made of this.root.querySelectorAll("[data-node]")) made.classList.toggle("on", made.dataset.node === state.node);
  },
  status: () => [t("compared", { n: duel.sums[0], m: duel.sums[1] }), state.organization ? t("notFiltered") : ""].filter(Boolean).join(" · "),
  named: () => duel.ends.filter(Boolean),
  picture: () => boardPicture(views.compare.root.querySelector(".board")),
};

const COUNTED = ["receipts", "cases", "awards", "programmes"];

// What is counted of two organizations, their members counted in: the tables of each, and those of both side by side. What
// both have or only one is decided where everything is known, however little of it is shown.
async function tablesOf(ends) {
  const filters = ends.map(({ id }) => ({ ...filterOf(), organization: id }));
  const own = async (filter) => Object.fromEntries(await Promise.all(COUNTED.map(async (name) => [name, await source.table(name, { filter, limit: name === "cases" ? MOST : 1 })])));
  const beside = (name, part) => source.table(name, { beside: filters, part, limit: MOST });
  const [both, years, shared, only, programmes] = await Promise.all([Promise.all(filters.map(own)), beside("years"), beside("awards", "both"),
    Promise.all([beside("awards", "first"), beside("awards", "second")]), beside("programmes")]);
  return { both, years, shared, only, programmes };
}

function versus(ends, { both, years, shared, only, programmes }) {
  const names = ends.map((node, n) => el("th", { scope: "col", class: n ? "right" : "left" }, el("span", { class: "of" }, glyph(node.kind), nodeButton(node))));
  return el("table", { class: "versus board" },
    el("thead", {}, el("tr", {}, names[0], el("td", { class: "middle", text: t("with") }), names[1])),
    el("tbody", { "data-part": "totals" }, ...COUNTED.map((name) => totalRow(ends, both, name))),
    section("years", t("years"), mirrored(ends, years, "year", "years")),
    section("shared", t("sharedAwards", { n: shared.total }), shared.total ? mirrored(ends, shared, "award", "shared") : [el("tr", {}, el("td", { colspan: 3, class: "none", text: t("noneShared") }))]),
    section("only", t("onlyAwards"), [sidesRow(ends, only, "award", "awards")]),
    section("programmes", t("programmes"), mirrored(ends, programmes, "programme", "programmes")),
    section("cases", t("cases"), [sidesRow(ends, both.map(({ cases }) => cases), "", "cases")]));
}

function section(name, words, rows) {
  return rows.length ? el("tbody", { "data-part": name }, el("tr", {}, el("th", { colspan: 3, scope: "rowgroup", class: "section", text: words })), ...rows) : null;
}

function totalRow(ends, both, name) {
  const side = (n) => el("td", { class: n ? "right" : "left" }, el("button", { type: "button", class: "large", "data-count": `${name} ${n}`, "aria-label": `${nameOf(ends[n])} ${t(name)} ${t("openList", { n: both[n][name].total })}`,
    onclick: () => openList({ organization: ends[n].id }, name), text: both[n][name].total }));
  return el("tr", {}, side(0), el("th", { scope: "row", class: "middle", text: t(name) }), side(1));
}

// Bars that grow from the middle to both sides, on one scale; beyond a dozen rows they are folded and counted.
function mirrored(ends, { rows, total }, facet, name) {
  const most = Math.max(1, ...rows.flatMap(({ counts }) => counts));
  const isOpen = state.open.includes(name);
  const shown = isOpen || name === "years" ? rows : rows.slice(0, 12);
  const bar = ({ key, node, counts }, n) => el("td", { class: n ? "right" : "left" }, counts[n] ? el("button", { type: "button", class: "bar-of", "data-count": `${name} ${n} ${key}`,
    "aria-label": `${nameOf(ends[n])} ${countLabel({ node, key }, counts[n])}`, onclick: () => openList({ organization: ends[n].id, [facet]: key }) },
  barIn(counts[n] / most, n ? "fill second" : "fill"),
  el("span", { text: counts[n] })) : el("span", { class: "none", text: "0" }));
  const head = ({ key, node }) => el("th", { scope: "row", class: "middle", ...(node ? { "data-node": node.id } : {}) }, node ? nodeButton(node) : key === NO_YEAR ? t("noYear") : key);
  const made = shown.map((row) => el("tr", {}, bar(row, 0), head(row), bar(row, 1)));
  return total > shown.length || (isOpen && rows.length > 12) ? [...made, el("tr", {}, el("td", { colspan: 3, class: "middle" }, moreButton(name, total - shown.length, isOpen)))] : made;
}

function barIn(share, name) {
  const made = svg("svg", { viewBox: "0 0 10 10", height: 10, preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { class: name, width: 10, height: 10 }));
  made.style.width = `${72 * share}%`;
  return made;
}

const moreButton = (name, n, isOpen) => el("span", { class: "of" }, isOpen && n ? el("span", { class: "said", text: t("moreNeighbours", { n }) }) : null, el("button", { type: "button", class: "more", "aria-expanded": String(isOpen),
  onclick: () => go({ open: isOpen ? state.open.filter((key) => key !== name) : [...state.open, name] }), text: isOpen ? t("showFewer") : t("moreNeighbours", { n }) }));

// What only one side has, or each for itself: a list on either side.
function sidesRow(ends, lists, facet, name) {
  const side = (n) => {
    const key = `${name}${n}`;
    const isOpen = state.open.includes(key);
    const { rows, total } = lists[n];
    const shown = isOpen ? rows : rows.slice(0, SIDE);
    const count = (row) => el("button", { type: "button", class: "chip", "data-count": `${name} ${n} ${row.key}`, "aria-label": `${nameOf(ends[n])} ${countLabel(row, numberOf(row, n))}`,
      onclick: () => openList({ organization: ends[n].id, [facet]: row.key }), text: numberOf(row, n) });
    return el("td", { class: n ? "right" : "left" }, el("ul", { class: "own" }, ...shown.map((row) => el("li", { "data-node": row.node.id }, glyph(row.node.kind), nodeButton(row.node), facet ? count(row) : null)),
      total ? null : el("li", { class: "none", text: t("none") })), total > SIDE ? moreButton(key, total - shown.length, isOpen) : null);
  };
  return el("tr", {}, side(0), el("th", { scope: "row", class: "middle", text: t(facet ? "eachOnly" : "each") }), side(1));
}

const numberOf = ({ counts, count }, n) => (counts ? counts[n] : count);

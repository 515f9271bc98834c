// The overview: what the graph is, an example of a fact with its sentence, who won most, which awards, and when. Every
// number opens the list behind it, every name its picture.

const TOP = 8;
const NOTES = { groups: "withSingles", subsidiaries: "withMembers" };
const LEAGUES = ["groups", "subsidiaries", "awards", "programmes"];

views.overview = {
  key: () => [state.across, state.by],
  async draw(root) {
    const now = turn;
    const filter = filterOf();
    const [counts, leagues, told, years, matrix] = await Promise.all([
      countsOf(filter), Promise.all(LEAGUES.map((name) => source.table(name, { filter, limit: TOP }))),
      source.table("receipts", { filter, limit: 40 }), yearsOf(filter), matrixFor(filter)]);
    const period = await periodOf(filter);
    const example = await exampleOf(told.rows);
    if (now !== turn) return;
    const parts = counts.receipts ? [
      glance(counts, period),
      el("div", { class: "beside" }, years.isSpread ? timeline(years) : firstTold(told.rows, counts.receipts), example ? exampleCard(example, leagues.flatMap(({ rows }) => rows.slice(0, 1))) : null),
      el("div", { class: "leagues" }, ...LEAGUES.map((name, n) => league(name, leagues[n])).filter(Boolean)),
      matrix ? matrixPart(matrix) : null,
    ] : [glance(counts, period), el("div", { class: "empty" }, ...reasons())];
    const [room, focused] = [root.firstChild, document.activeElement?.id];
    const top = room?.scrollTop ?? 0;
    const made = el("div", { class: "rows overview", tabindex: 0, role: "region", "aria-label": t("overview") }, ...parts.filter(Boolean));
    root.replaceChildren(made);
    made.scrollTop = top;
    if (focused && document.activeElement?.id !== focused) byId(focused)?.focus({ preventScroll: true });
    this.counts = counts;
  },
  mark() {
    for (const row of this.root.querySelectorAll("tr[data-node]")) row.classList.toggle("on", state.node !== "" && row.dataset.node === state.node);
  },
  status: () => t("receiptsShown", { n: views.overview.counts.receipts, m: about.counts.receipts, k: views.overview.counts.articles, l: about.counts.articles }),
};

// How many rows the list of each table has.
async function countsOf(filter) {
  const names = ["organizations", "cases", "awards", "programmes", "figures", "quotes", "articles", "publishers"];
  const tables = await Promise.all(names.map((name) => source.table(name, { filter, limit: 1, isWhole: true })));
  return Object.fromEntries([["receipts", tables[0].sum], ...names.map((name, n) => [name, tables[n].total])]);
}

// The first and the last day of the articles that a filter leaves.
async function periodOf(filter) {
  if (!isFiltered()) return about.period;
  const ends = await Promise.all([false, true].map((isDown) => source.table("days", { filter, sort: "name", isDown, limit: 1 })));
  return ends[0].total ? ends.map(({ rows: [{ key }] }) => key) : null;
}

// The graph at a glance: its numbers, its days, and whether it keeps its own rules.
function glance(counts, period) {
  const number = (name) => el("div", {}, el("dt", { text: t(`many_${name}`) }), el("dd", {}, el("button",
    { type: "button", "data-count": name, "aria-label": `${t(`many_${name}`)} ${t("openList", { n: counts[name] })}`, onclick: () => openList({}, name), text: counts[name] })));
  const names = Object.keys(counts).filter((name) => counts[name] || name === "receipts");
  const [n, m] = period ?? ["", ""];
  const days = n && t(n === m ? "oneDay" : "days", { n, m });
  return el("section", { class: "glance", "aria-label": t("glance") }, el("dl", { class: "stats" }, ...names.map(number)),
    el("p", { class: "hint" }, days ? el("span", { text: days }) : null, ...validity()));
}

// What validation said, where it is known, and how many quotes this page could not look up.
function validity() {
  const { unchecked: k, quotes: all } = about.counts;
  const silent = k ? el("span", { id: "unchecked", text: t("uncheckedOf", { n: k, m: all }) }) : null;
  if (!about.validation) return [silent];
  const { violations: n, warnings: m, spans, verified } = about.validation;
  const words = t(n ? "violates" : "conforms", { n, m });
  const [style, sign] = n ? ["warning", "✗"] : m ? ["warning", "⚠"] : ["sound", "✓"];
  const list = () => openList(OPEN, "findings");
  return [about.findings.shown ? el("button", { id: "validity", type: "button", class: `link ${style}`, onclick: list, text: `${sign} ${words}` }) : el("span", { class: style, text: `${sign} ${words}` }),
    spans ? el("span", { text: verified === spans ? t("allVerified") : t("verifiedOf", { n: verified, m: spans }) }) : null, silent];
}

const allButton = (table, n) => el("button", { type: "button", class: "more", "data-all": table, onclick: () => openList({}, table), text: t("allOf", { n }) });

// The first rows of a counted table; what would be a table of one row is none.
function league(name, { rows, total }) {
  if (total < 2) return null;
  return el("section", { class: "league", id: `league-${name}` },
    el("h3", {}, t(name), el("span", { class: "said", text: NOTES[name] ? t(NOTES[name]) : "" }), allButton(name, total)),
    countTable(name, rows, { button: pictureButton }));
}

// Where there is no row of years to tell of: the first awards received, as the articles tell them.
function firstTold(rows, total) {
  const names = (fact) => [...fact.winners, ...fact.works, ...fact.awards].map((node) => el("span", { class: "of" }, glyph(node.kind), pictureButton(node)));
  const line = (fact) => el("li", {}, el("span", { class: "names" }, ...names(fact)),
    el("button", { type: "button", class: "proof", onclick: () => selectFacts([fact.id]), text: t("evidenceCount", { n: fact.quotes }) }));
  return el("section", { id: "first-told" }, el("h3", {}, t("receipts"), allButton("receipts", total)), el("ol", { class: "first" }, ...rows.slice(0, TOP).map(line)));
}

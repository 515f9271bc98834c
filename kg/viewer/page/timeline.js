// The years: a bar for each with all awards received, and below it the same for the first groups. What has no year
// stands apart.

const GROUPS = 5;
const YEARS = 16;

async function yearsOf(filter) {
  const [all, groups] = await Promise.all([source.table("years", { filter, limit: 400 }), source.table("matrix", { filter, by: "groups", across: "years", limit: GROUPS, wide: YEARS + 1 })]);
  const known = all.rows.filter(({ key }) => key !== NO_YEAR);
  return { columns: spanned(known).slice(-YEARS), none: all.rows.find(({ key }) => key === NO_YEAR), all, groups, earlier: earlierOf(known), isSpread: known.length > 1 };
}

// Years without awards between others stand too, as long as there are few.
function spanned(rows) {
  const years = rows.map(({ key }) => Number(key));
  const [first, last] = [years[0], years[years.length - 1]];
  if (!years.every(Number.isInteger) || last - first >= YEARS + 4) return rows;
  const known = new Map(rows.map((row) => [Number(row.key), row]));
  return Array.from({ length: last - first + 1 }, (_, n) => known.get(first + n) ?? { key: String(first + n), count: 0 });
}

const earlierOf = (rows) => rows.slice(0, -spanned(rows).slice(-YEARS).filter(({ count }) => count).length || undefined).reduce((sum, { count }) => sum + count, 0);

function timeline({ columns, none, all, groups, earlier }) {
  const shown = none ? [...columns, none] : columns;
  const style = (key) => (key === NO_YEAR ? "apart" : "");
  const most = Math.max(...shown.map(({ count }) => count));
  const cellsOf = (row) => new Map(groups.columns.map(({ key }, n) => [key, row.cells[n]]));
  const highest = Math.max(1, ...groups.rows.flatMap(({ cells }) => cells));
  const few = groups.total > 1 ? groups.rows : [];
  return el("section", { id: "timeline" },
    el("h3", {}, t("byYear"), earlier ? el("span", { class: "said", text: t("earlier", { n: earlier }) }) : null, allButton("years", all.total)),
    el("div", { class: "wide", tabindex: 0, role: "group", "aria-label": t("byYear") }, el("table", { class: "years" },
      el("tbody", {},
        el("tr", { class: "whole" }, el("th", { scope: "row", text: t("all") }), ...shown.map(({ key, count }) => yearCell(count, most, 92, style(key), { year: key }, wordsOfKey(key)))),
        ...few.map((row) => el("tr", { "data-node": row.node.id }, el("th", { scope: "row" }, pictureButton(row.node)),
          ...shown.map(({ key }) => yearCell(cellsOf(row).get(key) ?? 0, highest, 22, style(key), { year: key, organization: row.key }, `${nameOf(row.node)} ${wordsOfKey(key)}`))))),
      el("tfoot", {}, el("tr", {}, el("td", {}), ...shown.map(({ key }) => el("th", { scope: "col", class: style(key), text: wordsOfKey(key) })))))),
    groups.total > few.length && few.length ? el("p", { class: "hint" }, t("someOf", { n: few.length, m: groups.total, k: plural("groups") }), allButton("groups", groups.total)) : null);
}

// A bar upright with its number above, or nothing.
function yearCell(count, most, height, style, facets, words) {
  if (!count) return el("td", { class: style });
  const bar = sized(el("span", { class: "upright" }), { height: Math.max(2, Math.round((height * count) / most)) });
  return el("td", { class: style }, el("button", { type: "button", "data-year": facets.year, "aria-label": `${words} ${t("openList", { n: count })}`, onclick: () => openList(facets) },
    el("span", { text: count }), bar));
}

// Legend and filters: which classes, relations and receipts are shown, each choice with the number that it would leave.

const OPTIONS = 300;
const CHOICES = { year: "years", award: "awards", programme: "programmes", organization: "organizations", kind: "kinds", source: "publishers", edition: "editions", case: "cases" };
// Filters that a number sets and that are offered only while they are set.
const RARE = new Set(["edition", "case"]);
const SURE = ["0.5", "0.7", "0.9"];

async function drawFilters() {
  const key = JSON.stringify([state.lang, filterOf()]);
  if (drawFilters.key === key) return;
  drawFilters.key = key;
  drawFilters.offered ??= await facetsOffered();
  const tables = await Promise.all(Object.entries(CHOICES).filter(([name]) => state[name] || !RARE.has(name)).map(async ([name]) =>
    [name, await source.table(tableOfFacet(name), { filter: filterOf(state, { except: name }), limit: OPTIONS })]));
  const { rows: classes } = await source.table("classes", { filter: filterOf() });
  if (drawFilters.key !== key) return;
  drawLegend(new Map(classes.map(({ key: name, count }) => [name, count])));
  const made = tables.filter(([name]) => state[name] || drawFilters.offered.has(name)).map(([name, { rows, total }]) => facet(name, rows, total));
  byId("facets").replaceChildren(...made, ...(about.isGraded || state.sure ? [sureness()] : []));
  byId("clear").hidden = !isFiltered();
  byId("clear").onclick = () => go(OPEN);
}

// What there is a choice of in the whole graph: it stays in its place, whatever a filter leaves of it.
async function facetsOffered() {
  const names = Object.keys(CHOICES).filter((name) => !RARE.has(name));
  const tables = await Promise.all(names.map((name) => source.table(tableOfFacet(name), { limit: 2 })));
  return new Set(names.filter((_, n) => tables[n].total > 1));
}

const tableOfFacet = (name) => (name === "source" && !about.publishers ? "articles" : CHOICES[name]);

function facet(name, rows, total) {
  const words = (row) => (row.node ? wrapped(nameOf(row.node), 26, 1)[0] : row.key === NO_YEAR ? t("noYear") : name === "kind" ? kindWords(row.key) : row.key);
  const options = rows.map((row) => [row.key, `${words(row)}（${row.count}）`]);
  if (state[name] && !rows.some(({ key }) => key === state[name])) options.push([state[name], `${state[name]}（0）`]);
  const made = options.map(([key, text]) => el("option", { value: key, selected: key === state[name], text }));
  if (total > rows.length) made.push(el("option", { disabled: true, text: t("moreOptions", { n: total - rows.length }) }));
  const pick = el("select", { id: `by-${name}`, disabled: !rows.length && !state[name], onchange: (event) => go({ [name]: event.target.value, skip: "" }) }, el("option", { value: "", text: t("all") }), ...made);
  pick.value = state[name];
  return el("label", { class: state[name] ? "on" : "" }, el("span", { text: t(`by_${name}`) }), pick);
}

function sureness() {
  const options = SURE.map((least) => el("option", { value: least, selected: least === state.sure, text: t("atLeast", { n: least }) }));
  return el("label", { class: state.sure ? "on" : "" }, el("span", { text: t("by_sure") }),
    el("select", { id: "by-sure", onchange: (event) => go({ sure: event.target.value }) }, el("option", { value: "", text: t("all") }), ...options));
}

const kindWords = (key) => about.kinds?.get(key)?.[language === "zh" ? 0 : 1] ?? key;

// Each class and each relation with its number; a click hides or shows it in pictures.
function drawLegend(counts) {
  const toggle = (list, name) => (state[list].includes(name) ? state[list].filter((other) => other !== name) : [...state[list], name]);
  const row = (list, thing, mark) => el("li", {}, el("button", {
    id: `${list}-${thing.name}`, type: "button", class: "class", "aria-pressed": String(!state[list].includes(thing.name)),
    onclick: async () => { await go({ [list]: toggle(list, thing.name) }); byId(`${list}-${thing.name}`)?.focus(); },
  }, mark, el("span", { class: "name", text: pick(thing.zh, thing.en) }), el("span", { class: "count", text: counts.get(thing.name) ?? thing.count })));
  byId("classes").replaceChildren(...about.classes.filter(({ count }) => count).map((kind) => row("hide", kind, glyph(kind))));
  byId("relations").replaceChildren(...about.relations.filter(({ count }) => count).map((relation) => row("cut", relation, null)));
}

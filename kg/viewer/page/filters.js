// Legend and filters: which classes and which receipts are shown.

const OPEN = { award: -1, year: "", organization: -1 };
const filter = { ...OPEN, hidden: new Set(), nodes: null, receipts: null };
const OPTIONS = 300;
const NO_YEAR = "none";

function startFilters() {
  filter.hidden = new Set(graph.classes.filter((kind) => !kind.shown).map((kind) => kind.i));
  for (const name of Object.keys(OPEN)) {
    byId(`by-${name}`).addEventListener("change", (event) => {
      filter[name] = name === "year" ? event.target.value : Number(event.target.value);
      refilter();
    });
  }
  byId("clear").addEventListener("click", clearFilters);
}

function clearFilters() {
  Object.assign(filter, OPEN);
  refilter();
}

// Work out anew what the filters leave, and draw it.
function refilter() {
  const isOpen = filter.award < 0 && !filter.year && filter.organization < 0;
  filter.receipts = isOpen ? null : new Set(graph.receipts.filter((receipt) => passes(receipt)).map((receipt) => receipt.i));
  filter.nodes = isOpen ? null : reachable(filter.receipts);
  byId("clear").hidden = isOpen;
  drawFilters();
  redraw();
}

// Whether a receipt passes the filters, or all of them but one.
function passes(receipt, except = "") {
  const { award, year, organization } = { ...filter, ...{ [except]: OPEN[except] } };
  return (award < 0 || receipt.award === award)
    && (!year || receipt.year === (year === NO_YEAR ? "" : year))
    && (organization < 0 || graph.nodes[organization].receipts.includes(receipt.i));
}

// The nodes that these receipts speak of: winners and those above them, and what hangs on case and award.
function reachable(receipts) {
  const found = new Set();
  for (const r of receipts) {
    const receipt = graph.receipts[r];
    for (const i of [...receipt.winners, ...receipt.winners.flatMap(ancestors), receipt.edition]) found.add(i);
    for (const i of [receipt.work, receipt.award].filter((n) => n >= 0)) {
      found.add(i);
      for (const edge of graph.nodes[i].edges) if (!isWin(edge)) found.add(other(edge, i));
    }
  }
  found.delete(-1);
  return found;
}

const isShown = (i) => !filter.hidden.has(graph.nodes[i].kind.i) && (!filter.nodes || filter.nodes.has(i));
const isReceived = (receipt) => !filter.receipts || filter.receipts.has(receipt.i);

// A link is drawn where both ends are, and where it stands for a receipt, that receipt passes the filters.
function isLinked(edge) {
  return isShown(edge.source) && isShown(edge.target) && (!edge.fact.receipt || isReceived(edge.fact.receipt));
}

// Each choice with the number of receipts that it would leave, given the other filters.
function drawFilters() {
  drawLegend();
  fill("award", "AwardCategory");
  fill("organization", "Organization");
  const years = new Map();
  for (const { year } of left("year")) years.set(year || NO_YEAR, (years.get(year || NO_YEAR) || 0) + 1);
  if (filter.year && !years.has(filter.year)) years.set(filter.year, 0);
  const rows = [...years].sort(([a], [b]) => (a === NO_YEAR) - (b === NO_YEAR) || (a < b ? 1 : -1))
    .map(([year, n]) => [year, `${year === NO_YEAR ? t("noYear") : year}（${n}）`]);
  setOptions("year", [["", t("all")], ...rows], filter.year);
}

const left = (name) => graph.receipts.filter((receipt) => passes(receipt, name));

function fill(name, type) {
  const received = new Set(left(name).map((receipt) => receipt.i));
  const counted = graph.nodes.filter((node) => node.kind.name === type && node.total)
    .sort((a, b) => b.total - a.total || a.i - b.i)
    .map(({ i, receipts }) => ({ i, n: receipts.filter((r) => received.has(r)).length }))
    .filter(({ i, n }) => n || i === filter[name]);
  const rows = counted.slice(0, OPTIONS).map(({ i, n }) => [i, `${wrapped(nameOf(i), 26, 1)[0]}（${n}）`]);
  setOptions(name, [[-1, t("all")], ...rows], filter[name], counted.length - rows.length);
}

function setOptions(name, rows, chosen, more = 0) {
  const options = rows.map(([key, text]) => el("option", { value: key, selected: key === chosen, text }));
  if (more > 0) options.push(el("option", { disabled: true, text: t("moreOptions", { n: more }) }));
  byId(`by-${name}`).replaceChildren(...options);
}

// Each class with the number of its nodes that the filters leave.
function drawLegend() {
  const counts = new Map();
  for (const { i, kind } of graph.nodes) if (!filter.nodes || filter.nodes.has(i)) counts.set(kind, (counts.get(kind) || 0) + 1);
  byId("classes").replaceChildren(...graph.classes.filter((kind) => kind.count).map((kind) => {
    const isOn = !filter.hidden.has(kind.i);
    const toggle = () => {
      (isOn ? hideClass : showClass)(kind);
      byId(`class-${kind.name}`).focus();
    };
    return el("li", {}, el("button",
      { id: `class-${kind.name}`, type: "button", class: "class", "aria-pressed": String(isOn), onclick: toggle },
      glyph(kind), el("span", { class: "name", text: className(kind) }), el("span", { class: "count", text: counts.get(kind) || 0 })));
  }));
}

function hideClass(kind) {
  filter.hidden.add(kind.i);
  drawLegend();
  redraw();
}

function showClass(kind) {
  if (!filter.hidden.delete(kind.i)) return;
  drawLegend();
  admit(kind);
  redraw();
}

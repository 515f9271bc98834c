// Legend and filters: which classes and which receipts are shown.

const filter = { hidden: new Set(), award: -1, year: "", organization: -1, nodes: null, receipts: null };
const OPTIONS = 300;

function startFilters() {
  filter.hidden = new Set(graph.classes.filter((kind) => !kind.shown).map((kind) => kind.i));
  for (const name of ["award", "year", "organization"]) {
    byId(`by-${name}`).addEventListener("change", (event) => {
      filter[name] = name === "year" ? event.target.value : Number(event.target.value);
      refilter();
    });
  }
  byId("clear").addEventListener("click", clearFilters);
}

function clearFilters() {
  Object.assign(filter, { award: -1, year: "", organization: -1 });
  drawFilters();
  refilter();
}

// Work out anew what the filters leave, and draw it.
function refilter() {
  const isOpen = filter.award < 0 && !filter.year && filter.organization < 0;
  filter.receipts = isOpen ? null : new Set(graph.receipts.filter(passes).map((receipt) => receipt.i));
  filter.nodes = isOpen ? null : reachable(filter.receipts);
  byId("clear").hidden = isOpen;
  redraw();
}

function passes(receipt) {
  return (filter.award < 0 || receipt.award === filter.award)
    && (!filter.year || receipt.year === filter.year)
    && (filter.organization < 0 || graph.nodes[filter.organization].receipts.includes(receipt.i));
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

function drawFilters() {
  drawLegend();
  const by = (a, b) => graph.nodes[b].total - graph.nodes[a].total || a - b;
  const having = (name) => graph.nodes.filter((n) => n.kind.name === name && n.total).map((n) => n.i).sort(by);
  fill("award", having("AwardCategory"));
  fill("organization", having("Organization"));
  const years = new Map();
  for (const { year } of graph.receipts) if (year) years.set(year, (years.get(year) || 0) + 1);
  const rows = [...years].sort(([a], [b]) => (a < b ? 1 : -1)).map(([year, n]) => [year, `${year}（${n}）`]);
  setOptions("year", [["", t("all")], ...rows], filter.year);
}

function fill(name, nodes) {
  const rows = nodes.slice(0, OPTIONS).map((i) => [i, `${wrapped(nameOf(i), 26, 1)[0]}（${graph.nodes[i].total}）`]);
  setOptions(name, [[-1, t("all")], ...rows], filter[name], nodes.length - rows.length);
}

function setOptions(name, rows, chosen, left = 0) {
  const options = rows.map(([key, text]) => el("option", { value: key, selected: key === chosen, text }));
  if (left > 0) options.push(el("option", { disabled: true, text: t("moreOptions", { n: left }) }));
  byId(`by-${name}`).replaceChildren(...options);
}

function drawLegend() {
  byId("classes").replaceChildren(...graph.classes.filter((kind) => kind.count).map((kind) => {
    const toggle = () => {
      if (!filter.hidden.delete(kind.i)) filter.hidden.add(kind.i);
      drawLegend();
      byId(`class-${kind.name}`).focus();
      redraw();
    };
    const pressed = String(!filter.hidden.has(kind.i));
    return el("li", {}, el("button",
      { id: `class-${kind.name}`, type: "button", class: "class", "aria-pressed": pressed, onclick: toggle },
      glyph(kind), el("span", { class: "name", text: className(kind) }), el("span", { class: "count", text: kind.count })));
  }));
}

// The network: a neighbourhood around one node, drawn by vis-network, that grows where it is clicked.
// Places come from placing.js; vis-network's own physics stays off, so that nothing moves by itself.

// `fitted` holds the nodes last brought into the room (`only`: some, or null for all), until the reader moves it.

const net = { drawing: null, nodes: null, edges: null, centre: -1, drawn: new Map(), boxes: new Map(), fitted: { only: null } };
const FIRST = 7;
const STEP = 16;
const DRAWN = 400;
const LINE = 16;

const neighbours = (i) => [...new Set(graph.nodes[i].edges.filter(isLinked)
  .sort((a, b) => a.relation.i - b.relation.i || a.i - b.i).map((edge) => other(edge, i)))].filter((n) => n !== i);
const undrawn = (i) => neighbours(i).filter((n) => !net.drawn.has(n));

function bestCentre() {
  const seen = graph.nodes.filter((node) => isShown(node.i));
  const rank = (node) => (node.kind.name === "Organization" ? 1e6 : 0) + node.total * 100 + node.edges.length;
  return seen.reduce((best, node) => (best < 0 || rank(node) > rank(graph.nodes[best]) ? node.i : best), -1);
}

// Start anew around a node: as much of what is around it as can be read in the room there is.
function centreOn(i) {
  Object.assign(net, { centre: i, drawn: new Map(), boxes: new Map() });
  if (i < 0) return paintNetwork();
  const { width, height } = roomOf();
  const budget = Math.max(8, Math.min(40, Math.floor((width * height) / 15500)));
  net.drawn.set(i, { parent: -1 });
  const queue = [i];
  while (queue.length && net.drawn.size < budget) {
    const from = queue.shift();
    for (const n of undrawn(from).slice(0, Math.min(FIRST, budget - net.drawn.size))) {
      net.drawn.set(n, { parent: from });
      queue.push(n);
    }
  }
  const items = measured();
  const stretch = Math.min(1.7, Math.max(0.8, width / height));
  place(stretched(settle(items, linksAmong(), rings(items, stretch), { stretch }), height / width));
  paintNetwork();
  return fitNetwork();
}

function expand(i) {
  const wanted = undrawn(i).slice(0, STEP);
  while (net.drawn.size + wanted.length > DRAWN && forgetOldest(i));
  const fresh = wanted.slice(0, Math.max(0, DRAWN - net.drawn.size));
  if (!fresh.length) return;
  const old = new Set(net.drawn.keys());
  const stretch = 1.4;
  const taken = neighbours(i).filter((n) => old.has(n)).map((n) => net.drawn.get(n));
  const spots = fan(net.drawn.get(i), taken, fresh.length, stretch);
  fresh.forEach((n, k) => net.drawn.set(n, { parent: i, ...spots[k] }));
  const places = new Map([...net.drawn].map(([n, { x, y }]) => [n, { x, y }]));
  place(settle(measured(), linksAmong(), places, { old, stretch, rounds: 60 }));
  paintNetwork();
  fitNetwork(new Set([i, ...fresh, ...neighbours(i).filter((n) => old.has(n))]));
}

// Draw the neighbours of drawn nodes that are of a class just switched on, as many as there is room for.
function admit(kind) {
  const old = new Set(net.drawn.keys());
  const stretch = 1.4;
  for (const i of old) {
    const fresh = undrawn(i).filter((n) => graph.nodes[n].kind === kind).slice(0, DRAWN - net.drawn.size);
    const taken = neighbours(i).filter((n) => net.drawn.has(n)).map((n) => net.drawn.get(n));
    const spots = fan(net.drawn.get(i), taken, fresh.length, stretch);
    fresh.forEach((n, k) => net.drawn.set(n, { parent: i, ...spots[k] }));
  }
  if (net.drawn.size === old.size) return;
  const places = new Map([...net.drawn].map(([n, { x, y }]) => [n, { x, y }]));
  place(settle(measured(), linksAmong(), places, { old, stretch, rounds: 60 }));
  paintNetwork();
  fitNetwork();
}

// Take back what was drawn from this node, and from those in turn.
function collapse(i) {
  const gone = [i];
  for (const from of gone) for (const [n, { parent }] of net.drawn) if (parent === from) gone.push(n);
  gone.slice(1).forEach((n) => net.drawn.delete(n));
  paintNetwork();
}

// Make room for labels that have become longer; where the network is hidden, it is fitted when it is shown.
function makeRoom() {
  if (!net.drawn.size) return;
  const places = new Map([...net.drawn].map(([i, { x, y }]) => [i, { x, y }]));
  place(settle(measured(), [], places, { rounds: 0 }));
  fitNetwork();
}

function forgetOldest(kept) {
  const oldest = [...net.drawn].find(([n, { parent }]) => parent >= 0 && n !== kept && parent !== kept && parent !== net.centre);
  if (oldest) net.drawn.delete(oldest[0]);
  return Boolean(oldest);
}

const hasDrawnFrom = (i) => [...net.drawn.values()].some(({ parent }) => parent === i);

function roomOf() {
  const { clientWidth, clientHeight } = byId("network");
  return { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
}

// Each drawn node with the box that its shape and label fill.
function measured() {
  const pen = measured.pen || (measured.pen = document.createElement("canvas").getContext("2d"));
  return [...net.drawn].map(([i, { parent }]) => {
    const { lines, size } = looks(i);
    pen.font = `${fontSize(i)}px ${FONT}`;
    const text = Math.max(...lines.map((line) => pen.measureText(line).width));
    const [width, below] = [Math.max(text, 2 * size) + 14, lines.length * LINE + 5];
    const box = { i, parent, width, height: 2 * size + below + 8, down: below / 2 };
    net.boxes.set(i, box);
    return box;
  });
}

function looks(i) {
  const node = graph.nodes[i];
  const isGroup = node.kind.name === "Organization" && node.edges.some((e) => e.relation.name === "subsidiaryOf" && e.target === i);
  const lines = wrapped(nameOf(i), i === net.centre ? 10 : 8, 2);
  const left = undrawn(i).length;
  if (left) lines.push(`${lines.pop()} +${left}`);
  return { lines, size: node.kind.size + (isGroup ? 6 : 0) };
}

const fontSize = (i) => (i === net.centre ? 14 : 13);

function linksAmong() {
  const seen = new Map();
  for (const i of net.drawn.keys()) {
    for (const edge of graph.nodes[i].edges) {
      if (edge.source !== i || !net.drawn.has(edge.target) || edge.source === edge.target || !isLinked(edge)) continue;
      const key = `${edge.source}-${edge.target}`;
      if (!seen.has(key)) seen.set(key, [edge.source, edge.target, []]);
      seen.get(key)[2].push(edge);
    }
  }
  return [...seen.values()];
}

function place(places) {
  for (const [i, at] of places) Object.assign(net.drawn.get(i), at);
}

function paintNetwork() {
  if (!net.drawing) startNetwork();
  for (const i of [...net.drawn.keys()]) if (!isShown(i)) net.drawn.delete(i);
  const ink = { ink: css("--ink"), ground: css("--ground"), line: css("--line-strong"), accent: css("--accent") };
  replaceRows(net.nodes, [...net.drawn.keys()].map((i) => nodeRow(i, ink)));
  replaceRows(net.edges, linksAmong().map((link) => edgeRow(link, ink)));
  byId("network-empty").hidden = net.drawn.size > 0;
  markNetwork();
}

function replaceRows(rows, wanted) {
  const ids = new Set(wanted.map((row) => row.id));
  rows.remove(rows.getIds().filter((id) => !ids.has(id)));
  rows.update(wanted);
}

function nodeRow(i, { ink, ground, accent }) {
  const node = graph.nodes[i];
  const { lines, size } = looks(i);
  const { fill, line } = shade(node.kind);
  const chosen = { background: fill, border: accent };
  const { x, y } = net.drawn.get(i);
  return {
    id: i, x, y, size, shape: node.kind.shape, borderWidth: 1.5, borderWidthSelected: 4,
    label: lines.join("\n"),
    color: { background: fill, border: line, highlight: chosen, hover: chosen },
    font: { face: FONT, size: fontSize(i), color: ink, strokeWidth: 2, strokeColor: ground, vadjust: -1 },
    title: tip(nameOf(i)),
  };
}

function edgeRow([source, target, edges], { line, accent }) {
  const isBackground = edges.every((edge) => edge.fact.basis === "registry");
  return {
    id: `${source}-${target}`, from: source, to: target, dashes: isBackground ? [5, 4] : false,
    width: 1.2, hoverWidth: 0.8, selectionWidth: 1.6, color: { color: line, highlight: accent, hover: accent },
    title: tip(`${nameOf(source)} — ${pick(edges[0].relation.zh, edges[0].relation.en)} → ${nameOf(target)}`),
  };
}

// A tooltip as an element of text: vis-network takes no HTML from us.
const tip = (text) => el("div", { class: "tip", dir: "auto" }, el("bdi", { text }));

function startNetwork() {
  Object.assign(net, { nodes: new vis.DataSet(), edges: new vis.DataSet() });
  net.drawing = new vis.Network(byId("network"), { nodes: net.nodes, edges: net.edges }, {
    physics: false, layout: { improvedLayout: false, hierarchical: false },
    interaction: { hover: true, tooltipDelay: 400, selectConnectedEdges: false, keyboard: false, zoomSpeed: 0.6 },
    nodes: { labelHighlightBold: false }, edges: { smooth: false, arrows: { to: { enabled: true, scaleFactor: 0.45 } } },
  });
  net.drawing.on("click", ({ nodes, edges }) => {
    if (nodes.length) onNodeClick(nodes[0]);
    else if (edges.length) select({ facts: factsBetween(edges[0]) });
    else select(null);
  });
  for (const moved of ["zoom", "dragEnd"]) net.drawing.on(moved, ({ nodes = [] }) => { if (!nodes.length) net.fitted = null; });
  byId("fit").addEventListener("click", () => fitNetwork());
  byId("reset").addEventListener("click", () => { centreOn(bestCentre()); drawStatus(); });
  byId("zoom-in").addEventListener("click", () => zoom(1.25));
  byId("zoom-out").addEventListener("click", () => zoom(0.8));
}

function onNodeClick(i) {
  if (!hasDrawnFrom(i) || isSelected(i)) expand(i);
  select({ node: i });
}

const isSelected = (i) => state.selected !== null && state.selected.node === i;
const factsBetween = (id) => [...new Set((linksAmong().find(([a, b]) => `${a}-${b}` === id) || [0, 0, []])[2].map((edge) => edge.fact.i))];

function markNetwork() {
  if (!net.drawing) return;
  const { selected } = state;
  const nodes = selected && selected.node !== undefined && net.drawn.has(selected.node) ? [selected.node] : [];
  const facts = new Set((selected && selected.facts) || []);
  const near = (edges) => edges.some((edge) => facts.has(edge.fact.i) || nodes.includes(edge.source) || nodes.includes(edge.target));
  const edges = linksAmong().filter(([, , all]) => near(all)).map(([a, b]) => `${a}-${b}`);
  net.drawing.setSelection({ nodes, edges }, { unselectAll: true, highlightEdges: false });
}

// Show a node that was sought: where it is drawn go there, else start around it.
function seek(i) {
  if (!net.drawn.has(i)) return centreOn(i);
  net.fitted = null;
  return net.drawing.focus(i, { scale: Math.max(0.9, net.drawing.getScale()), animation: animated() });
}

const animated = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 260, easingFunction: "easeInOutQuad" });

// Bring the drawn nodes (or some of them) into the room with their labels, never larger than life. A hidden room has
// no size, so there it is only noted what to fit.
function fitNetwork(only = null, animation = only ? animated() : false) {
  net.fitted = { only };
  if (byId("in-network").hidden) return;
  const boxes = [...net.drawn].filter(([i]) => !only || only.has(i)).map(([i, { x, y }]) => ({ x, y, ...net.boxes.get(i) }));
  if (!boxes.length || !net.drawing) return;
  const edge = (side, far) => boxes.map(({ x, y, width, height, down }) =>
    (side === "x" ? x + (far * width) / 2 : y + down + (far * height) / 2));
  const [left, right] = [Math.min(...edge("x", -1)), Math.max(...edge("x", 1))];
  const [top, bottom] = [Math.min(...edge("y", -1)), Math.max(...edge("y", 1))];
  const { width, height } = roomOf();
  const scale = Math.min(1.15, (width - 24) / (right - left), (height - 24) / (bottom - top));
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
  net.drawing.moveTo({ position, scale: Math.max(0.2, scale), animation });
}

// Fit the same nodes again into a room that was hidden or has another size now, unless the reader has moved them.
function refit() {
  if (!net.drawing || byId("in-network").hidden) return;
  net.drawing.setSize();
  if (net.fitted) fitNetwork(net.fitted.only, false);
  net.drawing.redraw();
}

function zoom(by) {
  net.fitted = null;
  net.drawing.moveTo({ scale: Math.min(4, Math.max(0.15, net.drawing.getScale() * by)), animation: animated() });
}

// What the panel offers for a node while the network is shown.
function networkButtons(i) {
  if (state.view !== "network") return null;
  const button = (text, act) => el("button", { type: "button", onclick: () => { act(i); drawPanel(); drawStatus(); }, text });
  const left = undrawn(i).length;
  return el("p", { class: "buttons" },
    net.drawn.has(i) && left ? button(t("expand", { n: left }), expand) : null,
    hasDrawnFrom(i) && i !== net.centre ? button(t("collapse"), collapse) : null,
    net.centre === i ? null : button(t("centre"), centreOn));
}

function networkStatus() {
  const left = new Set([...net.drawn.keys()].flatMap(undrawn)).size;
  const text = t("shown", { n: net.drawn.size, m: graph.nodes.length, k: linksAmong().length });
  return left ? `${text} · ${t("unexpanded", { n: left })}` : text;
}

// The network: a neighbourhood around one node that grows where it is clicked. vis-network draws it where it is there,
// an SVG of our own where it is not (drawing.js). Places come from placing.js; nothing moves by itself.

// `open` are the nodes that were expanded, in order: with the centre they spell what is drawn. `fitted` holds the nodes
// last brought into the room (`only`: some, or null for all), until the reader moves it.
const net = { centre: "", open: [], drawn: new Map(), boxes: new Map(), links: [], painter: null, fitted: { only: null } };
const FIRST = 7;
const STEP = 16;
const DRAWN = 400;
const LINE = 16;

views.network = {
  key: () => [state.at, state.open],
  door: (node) => (state.view === "network" && state.at === node.id ? [] : [[t("seeNetwork"), { view: "network", at: node.id, open: [] }]]),
  // What is drawn already stays; anything else becomes the centre.
  sought: (node) => (state.view === "network" && net.drawn.has(node.id) ? {} : { view: "network", at: node.id, open: [] }),
  actions(node) {
    const entry = net.drawn.get(node.id);
    const made = [];
    if (entry && state.open.includes(node.id) === false && entry.left) made.push(el("button", { type: "button", onclick: () => expandNode(node.id), text: t("expand", { n: entry.left }) }));
    if (state.open.includes(node.id)) made.push(el("button", { type: "button", onclick: () => go({ open: state.open.filter((id) => id !== node.id) }), text: t("collapse") }));
    return made;
  },
  async draw(root) {
    if (!net.canvas) prepareNetwork(root);
    const centre = state.at || (await firstCentre());
    const isSame = net.centre === centre && net.filter === JSON.stringify(filterOf()) && net.lang === state.lang;
    const isMore = isSame && state.open.length > net.open.length && net.open.every((id, n) => state.open[n] === id);
    if (isMore) for (const id of state.open.slice(net.open.length)) await grow(id);
    else {
      await begin(centre);
      for (const id of state.open) await grow(id);
    }
    Object.assign(net, { centre, open: [...state.open], filter: JSON.stringify(filterOf()), lang: state.lang });
    await paintNetwork();
  },
  mark: () => markNetwork(),
  resized: () => net.painter?.resize(),
  drawn: () => [...net.drawn.keys()],
  async status() {
    const left = [...net.drawn.values()].reduce((sum, { left: n }) => sum + n, 0);
    const text = t("shown", { n: net.drawn.size, m: about.counts.nodes, k: net.links.length });
    return left ? `${text} · ${t("unexpanded", { n: left })}` : text;
  },
  picture: () => networkPicture(),
};

// The organization with the most receipts that is shown, or else whatever is.
async function firstCentre() {
  for (const name of ["organizations", "awards", "cases"]) {
    const { rows } = await source.table(name, { filter: filterOf(), limit: 1 });
    if (rows.length) return rows[0].node.id;
  }
  return (await source.table("nodes", { filter: filterOf(), limit: 1 })).rows[0]?.node.id ?? "";
}

function prepareNetwork(root) {
  const tool = (id, key, act, text) => el("button", { id, type: "button", "aria-label": t(key), title: t(key), onclick: act, text: text || t(key) });
  net.canvas = el("div", { id: "network", role: "img", "aria-label": t("canvas") });
  net.empty = el("p", { class: "empty", hidden: true });
  root.append(el("div", { class: "bar" },
    tool("fit", "fit", () => fitNetwork()), tool("zoom-in", "zoomIn", () => zoomNetwork(1.25), "+"), tool("zoom-out", "zoomOut", () => zoomNetwork(0.8), "−"),
    el("span", { class: "hint", "data-t": "netHint", text: t("netHint") }), pictureButtons()),
  el("div", { class: "canvas" }, net.canvas, net.empty));
}

// Start anew around a node: as much of what is around it as can be read in the room there is.
async function begin(centre) {
  Object.assign(net, { drawn: new Map(), boxes: new Map(), links: [], fitted: { only: null } });
  const [found] = centre ? await source.describe([centre]) : [];
  if (!found?.node || state.hide.includes(found.node.kind.name)) return;
  const { width, height } = roomOf();
  const budget = Math.max(8, Math.min(40, Math.floor((width * height) / 15500)));
  const start = found.node.id;
  net.drawn.set(start, { node: found.node, parent: "", left: 0 });
  const queue = [start];
  while (queue.length && net.drawn.size < budget) {
    const from = queue.shift();
    const { links } = await source.neighbours(from, { filter: filterOf(), limit: 60 });
    const fresh = uniqueNodes(links).filter((node) => !net.drawn.has(node.id)).slice(0, Math.min(FIRST, budget - net.drawn.size));
    for (const node of fresh) {
      net.drawn.set(node.id, { node, parent: from, left: 0 });
      queue.push(node.id);
    }
  }
  await measureLinks();
  const items = measured();
  const stretch = Math.min(1.7, Math.max(0.8, width / height));
  place(stretched(settle(items, pairsOf(), rings(items, stretch), { stretch }), height / width));
}

const uniqueNodes = (links) => [...new Map(links.map(({ node }) => [node.id, node])).values()];

// Draw more of what is around a node, on free ground, with what stands already held in its place.
async function grow(id) {
  if (!net.drawn.has(id)) return;
  const { links } = await source.neighbours(id, { filter: filterOf(), limit: 60 + net.drawn.size });
  const around = uniqueNodes(links);
  const wanted = around.filter((node) => !net.drawn.has(node.id)).slice(0, STEP);
  while (net.drawn.size + wanted.length > DRAWN && forgetOldest(id));
  const fresh = wanted.slice(0, Math.max(0, DRAWN - net.drawn.size));
  if (!fresh.length) return;
  const old = new Set(net.drawn.keys());
  const taken = around.filter((node) => old.has(node.id)).map((node) => net.drawn.get(node.id));
  const stretch = 1.4;
  const spots = fan(net.drawn.get(id), taken, fresh.length, stretch);
  fresh.forEach((node, k) => net.drawn.set(node.id, { node, parent: id, left: 0, ...spots[k] }));
  await measureLinks();
  const places = new Map([...net.drawn].map(([key, { x, y }]) => [key, { x, y }]));
  place(settle(measured(), pairsOf(), places, { old, stretch, rounds: 60 }));
  net.fitted = { only: new Set([id, ...fresh.map((node) => node.id), ...around.filter((node) => old.has(node.id)).map((node) => node.id)]) };
}

function forgetOldest(kept) {
  const oldest = [...net.drawn].find(([id, { parent }]) => parent && id !== kept && parent !== kept && parent !== net.centre);
  if (oldest) net.drawn.delete(oldest[0]);
  return Boolean(oldest);
}

// The links among what is drawn, and how many neighbours of each node are not drawn.
async function measureLinks() {
  const ids = [...net.drawn.keys()];
  const answers = await Promise.all(ids.map((id) => source.neighbours(id, { filter: filterOf(), among: ids, limit: 1000 })));
  const seen = new Map();
  ids.forEach((id, n) => {
    for (const { node, relation, isOut, facts } of answers[n].links) {
      if (!isOut || node.id === id) continue;
      const key = `${id} ${node.id}`;
      if (!seen.has(key)) seen.set(key, { id: key, from: id, to: node.id, relations: [], facts: [] });
      seen.get(key).relations.push(relation);
      seen.get(key).facts.push(...facts);
    }
  });
  net.links = [...seen.values()];
  const totals = await Promise.all(ids.map((id) => source.neighbours(id, { filter: filterOf(), limit: 0 })));
  ids.forEach((id, n) => { net.drawn.get(id).left = Math.max(0, totals[n].nodes - new Set(answers[n].links.map(({ node }) => node.id)).size); });
}

const pairsOf = () => net.links.map(({ from, to }) => [from, to]);

function roomOf() {
  const { clientWidth, clientHeight } = net.canvas;
  return { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
}

// Each drawn node with the box that its shape and label fill.
function measured() {
  const pen = measured.pen || (measured.pen = document.createElement("canvas").getContext("2d"));
  return [...net.drawn].map(([id, { parent }]) => {
    const { lines, size, font } = looks(id);
    pen.font = `${font}px ${FONT}`;
    const text = Math.max(...lines.map((line) => pen.measureText(line).width));
    const [width, below] = [Math.max(text, 2 * size) + 14, lines.length * LINE + 5];
    const box = { i: id, parent, width, height: 2 * size + below + 8, down: below / 2 };
    net.boxes.set(id, box);
    return box;
  });
}

function looks(id) {
  const { node, left } = net.drawn.get(id);
  const lines = wrapped(nameOf(node), id === net.centre ? 10 : 8, 2);
  if (left) lines.push(`${lines.pop()} +${left}`);
  return { lines, size: node.kind.size + (node.isGroup ? 6 : 0), font: id === net.centre ? 14 : 13 };
}

function place(places) {
  for (const [id, at] of places) Object.assign(net.drawn.get(id), at);
}

// The picture as plain values: what painters draw, and what is taken away as SVG and PNG.
function networkPicture() {
  const nodes = [...net.drawn].map(([id, { node, x, y }]) => ({ id, node, x, y, ...looks(id), box: net.boxes.get(id) }));
  const links = net.links.map((link) => ({ ...link, isDashed: link.facts.every(({ basis }) => basis === "registry"),
    title: `${nameOf(net.drawn.get(link.from).node)} — ${pick(link.relations[0].zh, link.relations[0].en)} → ${nameOf(net.drawn.get(link.to).node)}` }));
  return { nodes, links };
}

async function paintNetwork() {
  if (!net.painter) {
    const on = { node: (id) => onNodeClick(id), link: (id) => selectFacts(net.links.find((link) => link.id === id).facts.map((fact) => fact.id)),
      ground: () => (state.node || state.facts.length) && unselect(), moved: () => { net.fitted = null; } };
    net.painter = (globalThis.vis ? paintWithVis : paintWithSvg)(net.canvas, on);
  }
  net.painter.paint(networkPicture());
  net.empty.hidden = net.drawn.size > 0;
  net.empty.textContent = t("empty");
  if (net.fitted) fitNetwork(net.fitted.only);
}

// A click opens what is around a node and shows what is known of it.
function onNodeClick(id) {
  const { left } = net.drawn.get(id);
  const opens = left && !state.open.includes(id);
  go({ at: net.centre, open: opens ? [...state.open, id] : state.open, node: id, facts: [] });
}

const expandNode = (id) => go({ at: net.centre, open: [...state.open, id] });

function markNetwork() {
  if (!net.painter) return;
  const facts = new Set(state.facts);
  const nodes = net.drawn.has(state.node) ? [state.node] : [];
  const links = net.links.filter((link) => link.facts.some(({ id }) => facts.has(id)) || nodes.includes(link.from) || nodes.includes(link.to));
  net.painter.mark(nodes, links.map(({ id }) => id));
}

// Bring the drawn nodes (or some of them) into the room with their labels, never larger than life.
function fitNetwork(only = null) {
  net.fitted = { only };
  const boxes = [...net.drawn].filter(([id]) => !only || only.has(id)).map(([id, { x, y }]) => ({ x, y, ...net.boxes.get(id) }));
  if (!boxes.length || !net.painter) return;
  const edge = (side, far) => boxes.map(({ x, y, width, height, down }) => (side === "x" ? x + (far * width) / 2 : y + down + (far * height) / 2));
  const [left, right] = [Math.min(...edge("x", -1)), Math.max(...edge("x", 1))];
  const [top, bottom] = [Math.min(...edge("y", -1)), Math.max(...edge("y", 1))];
  const { width, height } = roomOf();
  const scale = Math.max(0.2, Math.min(1.15, (width - 24) / (right - left), (height - 24) / (bottom - top)));
  net.painter.move({ x: (left + right) / 2, y: (top + bottom) / 2, scale }, only !== null);
}

function zoomNetwork(by) {
  net.fitted = null;
  net.painter.zoom(by);
}

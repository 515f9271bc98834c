// The network: a neighbourhood around one node that grows where it is clicked. vis-network draws it where it is there,
// an SVG of our own where it is not (drawing.js). Places come from placing.js; nothing moves by itself.

// `open` are the expansions, in order: a node, or a node and one of its relations (id~wonWith, or id~-wonWith from the
// other end). With the centre they spell what is drawn; what was drawn on the way is kept, so that back and forward
// bring it back as it was. `fitted` holds the nodes last brought into the room (`only`: some, or null for all), until
// the reader moves it.
const net = { centre: "", base: "", drawn: new Map(), boxes: new Map(), ties: new Map(), links: [], kept: new Map(), work: Promise.resolve(), painter: null, stretch: { x: 1, y: 1 }, fitted: { only: null } };
const FIRST = 7;
const STEP = 16;
const DRAWN = 400;
// Of the expansions that an address spells, the last so many are followed.
const OPENED = 200;
const CROWD = 60;
const LINE = 16;

views.network = {
  key: () => [state.at, state.open],
  door: (node) => (state.view === "network" && state.at === node.id ? [] : [[t("seeNetwork"), { view: "network", at: node.id, open: [] }]]),
  // What is drawn already stays; anything else becomes the centre.
  sought: (node) => (state.view === "network" && net.drawn.has(node.id) ? {} : { view: "network", at: node.id, open: [] }),
  // Filled when the picture is drawn: only then it is known what is left.
  actions: (node) => [el("span", { id: "growth", class: "buttons", "data-of": node.id })],
  entered: () => ({ view: "network", open: state.view === "network" ? state.open : [] }),
  draw: (root) => (net.work = net.work.catch(() => {}).then(() => drawNetwork(root))),
  mark: () => markNetwork(),
  resized() {
    if (!net.painter) return;
    stretchToRoom();
    net.painter.paint(networkPicture());
    net.painter.resize();
    markNetwork();
  },
  drawn: () => [...net.drawn.keys()],
  async status() {
    const left = [...net.drawn.values()].reduce((sum, { left: n }) => sum + n, 0);
    const text = t("shown", { n: net.drawn.size, m: about.counts.nodes, k: net.links.length });
    return left ? `${text} · ${t("unexpanded", { n: left })}` : text;
  },
  picture: () => networkPicture(),
  named: () => [net.drawn.get(net.centre)?.node].filter(Boolean),
  where: (id) => net.painter.where(id),
};

// From the longest part of the way that was drawn before, grow what is new.
async function drawNetwork(root) {
  if (!net.canvas) prepareNetwork(root);
  const centre = state.at || (await firstCentre());
  const base = JSON.stringify([centre, filterOf(), state.lang]);
  if (net.base !== base || net.kept.size > 60) net.kept.clear();
  Object.assign(net, { centre, base });
  const open = state.open.slice(-OPENED);
  const key = (n) => JSON.stringify(open.slice(0, n));
  let n = open.length;
  while (n > 0 && !net.kept.has(key(n))) n -= 1;
  if (net.kept.has(key(n))) recall(net.kept.get(key(n)));
  else await begin(centre);
  keep(key(n));
  for (; n < open.length; n += 1) {
    await grow(growthOf(open[n]));
    keep(key(n + 1));
  }
  await paintNetwork();
}

const keep = (key) => net.kept.set(key, { drawn: [...net.drawn].map(([id, entry]) => [id, { ...entry }]), boxes: new Map(net.boxes), ties: new Map(net.ties) });

function recall({ drawn, boxes, ties }) {
  Object.assign(net, { drawn: new Map(drawn.map(([id, entry]) => [id, { ...entry }])), boxes: new Map(boxes), ties: new Map(ties), links: [...ties.values()], fitted: { only: null } });
}

// What an expansion asks for: { id, relation, isOut }, all relations where none is named.
function growthOf(key) {
  const [, id, turned, relation] = key.match(/^(.*)~(-?)(\w+)$/) ?? [];
  return about.relations.some(({ name }) => name === relation) ? { id, relation, isOut: turned === "" } : { id: key, relation: "", isOut: null };
}

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
  net.empty = el("div", { class: "empty", hidden: true });
  root.append(el("div", { class: "bar" },
    tool("fit", "fit", () => fitNetwork()), tool("zoom-in", "zoomIn", () => zoomNetwork(1.25), "+"), tool("zoom-out", "zoomOut", () => zoomNetwork(0.8), "−"),
    el("span", { class: "hint", "data-t": "netHint", text: t("netHint") }), pictureButtons()),
  el("div", { class: "canvas" }, net.canvas, net.empty));
}

// Start anew around a node: as much of what is around it as can be read in the room there is.
async function begin(centre) {
  Object.assign(net, { drawn: new Map(), boxes: new Map(), ties: new Map(), links: [], fitted: { only: null } });
  const [found] = centre ? await source.describe([centre]) : [];
  if (!found?.node || state.hide.includes(found.node.kind.name)) return;
  const { width, height } = roomOfWindow();
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
  await tieFresh([...net.drawn.keys()]);
  const items = measured();
  const stretch = Math.min(1.7, Math.max(0.8, width / height));
  place(cleared(items, pairsOf(), stretched(settle(items, pairsOf(), rings(items, stretch), { stretch }), height / width)));
}

const uniqueNodes = (links) => [...new Map(links.map(({ node }) => [node.id, node])).values()];

// Draw more of what is around a node, on free ground, with what stands already held in its place.
async function grow({ id, relation, isOut }) {
  if (!net.drawn.has(id)) return;
  const { links } = await source.neighbours(id, { filter: filterOf(), relation, isOut, limit: 60 + net.drawn.size });
  const around = uniqueNodes(links);
  const wanted = around.filter((node) => !net.drawn.has(node.id)).slice(0, STEP);
  while (net.drawn.size + wanted.length > DRAWN && forgetOldest(id));
  const fresh = wanted.slice(0, Math.max(0, DRAWN - net.drawn.size));
  if (!fresh.length) return;
  const old = new Set(net.drawn.keys());
  const taken = around.filter((node) => old.has(node.id)).map((node) => net.drawn.get(node.id));
  const stretch = 1.4;
  const isCrowded = net.drawn.size + fresh.length > CROWD;
  const spots = isCrowded ? orbits(net.drawn.get(id), [...net.drawn.values()], fresh.length, stretch) : fan(net.drawn.get(id), taken, fresh.length, stretch);
  fresh.forEach((node, k) => net.drawn.set(node.id, { node, parent: id, left: 0, ...spots[k] }));
  await tieFresh(fresh.map((node) => node.id));
  const places = new Map([...net.drawn].map(([key, { x, y }]) => [key, { x, y }]));
  const items = measured();
  place(cleared(items, pairsOf(), settle(items, pairsOf(), places, { old, stretch, rounds: isCrowded ? 0 : 60 }), old));
  net.fitted = { only: new Set([id, ...fresh.map((node) => node.id), ...around.filter((node) => old.has(node.id)).map((node) => node.id)]) };
}

function forgetOldest(kept) {
  const oldest = [...net.drawn].find(([id, { parent }]) => parent && id !== kept && parent !== kept && parent !== net.centre);
  if (!oldest) return false;
  net.drawn.delete(oldest[0]);
  for (const [key, { from, to }] of net.ties) if (from === oldest[0] || to === oldest[0]) net.ties.delete(key);
  return true;
}

// The links of new nodes to all that is drawn, and how many neighbours of each node are not drawn; only the new are asked.
async function tieFresh(fresh) {
  const [filter, among] = [filterOf(), [...net.drawn.keys()]];
  const answers = await Promise.all(fresh.map((id) => Promise.all([source.neighbours(id, { filter, among, limit: 5000 }), source.neighbours(id, { filter, limit: 0 })])));
  fresh.forEach((id, n) => {
    const [{ links }, { nodes }] = answers[n];
    net.drawn.get(id).all = nodes - Number(links.some(({ node }) => node.id === id));
    for (const link of links) if (link.node.id !== id) tie(link.isOut ? id : link.node.id, link.isOut ? link.node.id : id, link);
  });
  net.links = [...net.ties.values()];
  const near = new Map(among.map((id) => [id, new Set()]));
  for (const { from, to } of net.links) { near.get(from).add(to); near.get(to).add(from); }
  for (const [id, entry] of net.drawn) entry.left = Math.max(0, entry.all - near.get(id).size);
}

// All links from one node to another are one line.
function tie(from, to, { relation, facts }) {
  const key = `${from} ${to}`;
  const { relations, facts: known } = net.ties.get(key) ?? { relations: [], facts: [] };
  const more = facts.filter(({ id }) => !known.some((fact) => fact.id === id));
  net.ties.set(key, { id: key, from, to, relations: relations.includes(relation) ? relations : [...relations, relation], facts: [...known, ...more] });
}

const pairsOf = () => net.links.map(({ from, to }) => [from, to]);

// The room to lay out for: that of the window beside an open panel, whether it is open or not, so that a link draws the
// same again. Where there is more room, the places are drawn out; boxes that stood apart still do.
function roomOfWindow() {
  const isNarrow = matchMedia("(max-width: 760px)").matches;
  return { width: Math.max(320, innerWidth - (isNarrow ? 0 : 544)), height: Math.max(260, isNarrow ? innerHeight * 0.6 : innerHeight - 140) };
}

function stretchToRoom() {
  const [planned, room] = [roomOfWindow(), roomOf()];
  const by = (side) => Math.max(1, Math.min(1.5, room[side] / planned[side]));
  net.stretch = { x: by("width"), y: by("height") };
}

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
  const nodes = [...net.drawn].map(([id, { node, x, y }]) => ({ id, node, x: x * net.stretch.x, y: y * net.stretch.y, ...looks(id), box: net.boxes.get(id) }));
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
  stretchToRoom();
  net.painter.paint(networkPicture());
  sayWhatIsLeft();
  if (net.fitted) fitNetwork(net.fitted.only);
}

// Where the limits leave nothing, or the centre alone, they are named.
function sayWhatIsLeft() {
  const [alone, ...others] = net.drawn.values();
  const isLonely = alone && !others.length && alone.node.degree > 0;
  net.empty.hidden = Boolean(alone) && !isLonely;
  net.empty.classList.toggle("lonely", Boolean(isLonely));
  net.empty.replaceChildren(...(net.empty.hidden ? [] : reasons(t(isLonely ? "lonely" : "empty"))));
}

// A click opens what is around a node and shows what is known of it; more of it is opened from the panel.
function onNodeClick(id) {
  const opens = net.drawn.get(id).left > 0 && !isOpened(id);
  go({ at: net.centre, open: opens ? [...state.open, id] : state.open, node: id, facts: [] });
}

const isOpened = (id) => state.open.some((key) => growthOf(key).id === id);
const expand = (key) => go({ at: net.centre, open: [...state.open, key] });
const collapse = (id) => go({ at: net.centre, open: state.open.filter((key) => growthOf(key).id !== id) });

// What of the selected node can still be drawn, all or by relation, each with its number.
async function offerGrowth() {
  const [room, id] = [byId("growth"), state.node];
  const entry = net.drawn.get(id);
  if (!room || !entry || room.dataset.of !== id) return;
  const [found] = entry.left ? await source.describe([id]) : [];
  const among = [...net.drawn.keys()];
  const rest = await Promise.all((found?.relations ?? []).map(async ({ relation, isOut }) => {
    const asked = { filter: filterOf(), relation: relation.name, isOut, limit: 0 };
    const [all, drawn] = await Promise.all([source.neighbours(id, asked), source.neighbours(id, { ...asked, among })]);
    return { relation, isOut, n: all.nodes - drawn.nodes };
  }));
  const button = (text, act) => el("button", { type: "button", onclick: act, text });
  const ways = rest.filter(({ n }) => n > 0);
  const isFull = net.drawn.size >= DRAWN && !state.open.some((key) => growthOf(key).id !== id);
  if (isFull && entry.left) return room.replaceChildren(button(t("collapse"), () => collapse(id)), el("span", { class: "hint", text: t("full", { n: DRAWN }) }));
  room.replaceChildren(...[entry.left ? button(t("expand", { n: entry.left }), () => expand(id)) : null,
    ...(ways.length > 1 ? ways : []).map(({ relation, isOut, n }) => button(t("expandBy", { w: isOut ? pick(relation.outZh, relation.outEn) : pick(relation.inZh, relation.inEn), n }),
      () => expand(`${id}~${isOut ? "" : "-"}${relation.name}`))),
    isOpened(id) ? button(t("collapse"), () => collapse(id)) : null].filter(Boolean));
}

function markNetwork() {
  if (!net.painter) return;
  offerGrowth();
  const facts = new Set(state.facts);
  const nodes = net.drawn.has(state.node) ? [state.node] : [];
  const around = net.links.filter(({ from, to }) => nodes.includes(from) || nodes.includes(to));
  const links = facts.size ? net.links.filter((link) => link.facts.some(({ id }) => facts.has(id))) : around.length > CROWD ? [] : around;
  net.painter.mark(nodes, links.map(({ id }) => id));
}

// Bring the drawn nodes (or some of them) into the room with their labels, never larger than life.
function fitNetwork(only = null) {
  net.fitted = { only };
  const boxes = [...net.drawn].filter(([id]) => !only || only.has(id)).map(([id, { x, y }]) => ({ x: x * net.stretch.x, y: y * net.stretch.y, ...net.boxes.get(id) }));
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

// The lanes: group → subsidiary → case → award for one article or one edition, as cards with lines between them.

const lanes = { cases: 60, model: null, receipts: [], links: [] };
const SHARES = [0.15, 0.165, 0.325, 0.21];
const EDGE = 12;
const LEAST = 720;
const LONG = [8, 10, 32, 18];

function scopes() {
  const editions = graph.nodes.filter((node) => node.kind.name === "AwardEdition" && node.own);
  return { editions: editions.map((node) => node.i), articles: graph.articles.filter((article) => article.receipts) };
}

function firstScope() {
  const best = graph.articles.reduce((top, a) => (a.receipts > (top ? top.receipts : 0) ? a : top), null);
  return best && graph.articles.length > 1 ? graph.nodes[best.node].id : "";
}

function drawScopes() {
  const { editions, articles } = scopes();
  if (byId("scope").options.length > 1 && drawScopes.key === `${language} ${state.scope}`) return;
  drawScopes.key = `${language} ${state.scope}`;
  const option = (i) => el("option", { value: graph.nodes[i].id, selected: graph.nodes[i].id === state.scope, text: wrapped(nameOf(i), 30, 1)[0] });
  const group = (key, options) => (options.length ? el("optgroup", { label: t(key) }, ...options) : null);
  byId("scope").replaceChildren(...[
    el("option", { value: "", selected: state.scope === "", text: t("everything") }),
    group("editions", editions.slice(0, OPTIONS).map(option)),
    group("articles", articles.slice(0, OPTIONS).map((a) => option(a.node))),
  ].filter(Boolean));
}

function inScope(receipt) {
  const node = state.scope ? nodeBy(state.scope) : -1;
  if (node < 0) return true;
  const { article } = graph.nodes[node];
  return article === undefined ? receipt.edition === node : receipt.articles.includes(article);
}

function routesOf(receipts) {
  const winners = new Set(receipts.flatMap((receipt) => receipt.winners));
  const roots = new Map([...winners].map((i) => [i, rootOf(i)]));
  const isGroup = (i) => [...roots].some(([winner, root]) => root === i && winner !== i);
  return receipts.flatMap((receipt) => receipt.winners.map((winner) => {
    const root = roots.get(winner);
    const isHead = root === winner;
    const stops = [isHead ? (isGroup(winner) ? winner : null) : root, isHead && isGroup(winner) ? null : winner,
      receipt.work < 0 ? null : receipt.work, receipt.award < 0 ? null : receipt.award];
    return { stops: stops.map((i) => (i !== null && isShown(i) ? i : null)), receipt: receipt.i };
  })).filter(({ stops }) => stops.some((i) => i !== null));
}

const rootOf = (i) => ancestors(i).reduce((root, above) => (parentEdges(above).length ? root : above), i);

function drawLanes() {
  const all = inOrderTold(graph.receipts.filter((receipt) => isReceived(receipt) && inScope(receipt)));
  lanes.receipts = all.slice(0, lanes.cases);
  lanes.model = untangled(layered(routesOf(lanes.receipts)));
  const room = byId("lanes");
  const width = Math.max(LEAST, room.clientWidth);
  const height = spread(lanes.model, { card: 46, way: 12, gap: 9, height: room.clientHeight - 48 });
  const gap = (width - 2 * EDGE - width * SHARES.reduce((a, b) => a + b, 0)) / 3;
  const columns = SHARES.map((share, n) => ({
    x: EDGE + SHARES.slice(0, n).reduce((sum, s) => sum + s * width + gap, 0), width: share * width,
  }));
  paintLanes(columns, width, height, all.length - lanes.receipts.length);
}

function paintLanes(columns, width, height, left) {
  const room = byId("lanes");
  const top = room.scrollTop;
  const heads = ["group", "subsidiary", "case", "award"].map((key, n) => sized(
    el("h3", { class: "lane", "data-lane": key }, t(key), el("span", { class: "count", text: lanes.model.lanes[n].filter((i) => !i.isWay).length })),
    { left: columns[n].x, width: columns[n].width }));
  const cards = lanes.model.lanes.flatMap((lane, n) => lane.filter((item) => !item.isWay).map((item) => card(item, columns[n])));
  const drawing = svg("svg", { class: "lines", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  lanes.links = lanes.model.links.map((l) => lineOf(l, columns));
  drawing.append(...lanes.links.flatMap(({ line, touch }) => [line, touch]));
  const board = sized(el("div", { class: "board" }, drawing, ...cards), { width, height });
  const more = left > 0 ? el("button", { type: "button", class: "more", text: t("showMore", { n: left }), onclick: () => { lanes.cases += 60; redraw(); } }) : null;
  byId("dashed").hidden = !lanes.model.links.some(isDashed);
  const empty = cards.length ? null : el("p", { class: "empty", text: t("empty") });
  room.replaceChildren(...[sized(el("div", { class: "heads" }, ...heads), { width }), board, empty, more].filter(Boolean));
  room.scrollTop = top;
  markLanes();
}

function sized(made, places) {
  for (const [name, size] of Object.entries(places)) made.style[name] = `${size}px`;
  return made;
}

function card(item, { x, width }) {
  const node = graph.nodes[item.item];
  const receipts = new Set(lanes.model.links.filter((l) => l.from === item || l.to === item).flatMap((l) => [...l.receipts]));
  item.receipts = receipts;
  const name = nameOf(node.i);
  const enter = () => markLanes(receipts);
  const made = el("button", {
    type: "button", class: [...name].length > LONG[item.lane] ? "card long" : "card", title: name, "data-lane": item.lane, "data-node": node.id,
    onclick: () => select({ node: node.i }), onmouseenter: enter, onfocus: enter,
    onmouseleave: () => markLanes(), onblur: () => markLanes(),
  }, glyph(node.kind), el("span", { class: "name", dir: "auto" }, el("bdi", { text: name })),
  item.lane === 2 ? null : el("span", { class: "count", text: receipts.size }));
  item.card = made;
  return sized(made, { left: x, top: item.y - 23, width });
}

// A link as a curve, and a wide invisible one on top of it that is easier to hit.
function lineOf(link, columns) {
  const end = (item, isStart) => {
    const side = lanes.model.links.filter((l) => (isStart ? l.from : l.to) === item)
      .sort((a, b) => (isStart ? a.to.y - b.to.y : a.from.y - b.from.y));
    const shift = item.isWay ? 0 : (side.indexOf(link) - (side.length - 1) / 2) * Math.min(6, 34 / side.length);
    return item.y + shift;
  };
  const [x1, x2] = [columns[link.from.lane].x + (link.from.isWay ? 0 : columns[link.from.lane].width), columns[link.to.lane].x];
  const [y1, y2] = [end(link.from, true), end(link.to, false)];
  const start = link.from.isWay ? `M${x1},${y1}H${x1 + columns[link.from.lane].width}` : `M${x1},${y1}`;
  const from = link.from.isWay ? x1 + columns[link.from.lane].width : x1;
  const middle = (from + x2) / 2;
  const d = `${start}C${middle},${y1} ${middle},${y2} ${x2},${y2}`;
  const line = svg("path", { class: isDashed(link) ? "line dashed" : "line", d });
  const touch = svg("path", { class: "touch", d });
  touch.addEventListener("click", () => select({ facts: factsOf(link) }));
  touch.addEventListener("mouseenter", () => markLanes(link.receipts));
  touch.addEventListener("mouseleave", () => markLanes());
  return { link, line, touch };
}

const isDashed = (link) => link.from.lane === 0 && !link.to.isWay
  && chain(link.to.item, link.from.item).every((edge) => edge.fact.basis === "registry");

// The facts that a line stands for: the receipts on it, or the way up from a subsidiary to its group.
function factsOf({ from, to, receipts }) {
  if (from.lane === 0 && to.lane === 1 && !to.isWay) return chain(to.item, from.item).map((edge) => edge.fact.i);
  return [...receipts].map((r) => graph.receipts[r].fact.i);
}

// The subsidiary links from one organization up to another: the shortest way.
function chain(child, group) {
  const came = new Map([[child, []]]);
  for (const queue = [child]; queue.length; ) {
    const at = queue.shift();
    if (at === group) return came.get(at);
    for (const edge of parentEdges(at)) {
      if (came.has(edge.target)) continue;
      came.set(edge.target, [...came.get(at), edge]);
      queue.push(edge.target);
    }
  }
  return [];
}

// Light the ways of some receipts (or of what is selected) and dim the rest.
function markLanes(receipts = selectedReceipts()) {
  if (!lanes.model) return;
  const isLit = (set) => receipts !== null && [...set].some((r) => receipts.has(r));
  byId("lanes").classList.toggle("is-lit", receipts !== null);
  for (const { link, line } of lanes.links) line.classList.toggle("on", isLit(link.receipts));
  for (const item of lanes.model.lanes.flat()) {
    if (!item.card) continue;
    item.card.classList.toggle("on", isLit(item.receipts));
    item.card.setAttribute("aria-pressed", String(isSelected(item.item)));
  }
}

function selectedReceipts() {
  const { selected } = state;
  if (!selected) return null;
  const drawn = new Set(lanes.receipts.map((receipt) => receipt.i));
  const items = lanes.model ? lanes.model.lanes.flat().filter((item) => !item.isWay && isSelected(item.item)) : [];
  const facts = new Set(selected.facts || []);
  const found = new Set([...items.flatMap((item) => [...item.receipts]),
    ...lanes.receipts.filter((receipt) => facts.has(receipt.fact.i)).map((receipt) => receipt.i)].filter((r) => drawn.has(r)));
  return found.size ? found : null;
}

const inLanes = (i) => Boolean(lanes.model) && lanes.model.lanes.flat().some((item) => !item.isWay && item.item === i);

function lanesStatus() {
  const works = new Set(lanes.receipts.map((receipt) => receipt.work).filter((i) => i >= 0)).size;
  return t("lanesShown", { n: lanes.receipts.length, m: graph.receipts.length, k: works });
}

// The lanes: group → subsidiary → case → award, of whatever `at` names (an edition, an article, a group, an award) or of
// everything, as cards with lines between them, ordered to cross least.

const lanes = { cases: 60, model: null, receipts: [], links: [], total: 0, of: null };
const LANES = [["group", "laneGroup", "Organization"], ["subsidiary", "laneMember", "Organization"], ["case", "case", "Case"], ["award", "award", "AwardCategory"]];
const SHARES = [0.15, 0.165, 0.325, 0.21];
const EDGE = 12;
const LEAST = 720;
const LONG = [8, 10, 32, 18];
const CARD = 46;

views.lanes = {
  key: () => [state.at],
  door: (node) => (node.receipts ? [[t("seeLanes"), { view: "lanes", at: node.id }]] : []),
  sought: (node) => (state.view === "lanes" && inLanes(node.id) ? {} : null),
  async draw(root) {
    const now = turn;
    const filter = filterOf(state, { about: state.at ? [state.at] : [] });
    const { rows, total } = await source.table("receipts", { filter, limit: lanes.cases });
    const bar = await lanesBar();
    if (now !== turn) return;
    Object.assign(lanes, { receipts: rows, total });
    lanes.model = untangled(layered(routesOf(rows)));
    if (!lanes.room) {
      lanes.room = el("div", { id: "lanes", tabindex: -1 });
      root.append(el("div"), lanes.room);
    }
    root.firstChild.replaceWith(bar);
    layLanes();
  },
  mark: () => markLanes(),
  resized: () => lanes.model && layLanes(),
  drawn: () => (lanes.model ? lanes.model.lanes.flat().filter((item) => !item.isWay).map((item) => item.item.id) : []),
  status() {
    const works = new Set(state.hide.includes("Case") ? [] : lanes.receipts.flatMap(({ works }) => works.map(({ id }) => id))).size;
    return t("lanesShown", { n: lanes.receipts.length, m: about.counts.receipts, k: works });
  },
  named: () => [lanes.of].filter(Boolean),
  picture: () => boardPicture(lanes.board, lanes.room.querySelector(".heads")),
};

// What lanes can be of, to choose from.
async function lanesBar() {
  const [editions, groups, articles] = await Promise.all(["editions", "groups", "articles"].map((name) => source.table(name, { filter: filterOf(), limit: OPTIONS })));
  const [found] = state.at ? await source.describe([state.at]) : [];
  lanes.of = found?.node ?? null;
  const option = ({ node, count }) => el("option", { value: node.id, text: `${wrapped(nameOf(node), 30, 1)[0]}（${count}）` });
  const group = (key, { rows }) => (rows.length ? el("optgroup", { label: t(key) }, ...rows.map(option)) : null);
  const pick = el("select", { id: "scope", onchange: (event) => go({ at: event.target.value, node: "", facts: [] }) },
    el("option", { value: "", text: t("everything") }), group("editions", editions), group("groups", groups), group("articles", articles));
  if (found?.node && ![...pick.options].some(({ value }) => value === state.at)) pick.append(el("option", { value: state.at, text: nameOf(found.node) }));
  pick.value = state.at;
  return el("div", { class: "bar" }, el("label", {}, el("span", { text: t("scope") }), pick), el("span", { id: "dashed", class: "hint", text: t("dashed"), hidden: true }), pictureButtons());
}

function routesOf(receipts) {
  const heads = new Set(receipts.flatMap(({ chains }) => chains.flatMap((ways) => ways.map((way) => way.at(-1).node.id))));
  const isSeen = (node) => node && !state.hide.includes(node.kind.name);
  const orNone = (nodes) => (nodes.length ? nodes : [null]);
  return receipts.flatMap((fact) => fact.winners.flatMap((winner, n) => {
    const tops = waysShown(fact.chains[n]).map((way) => [way.at(-1).node, winner]);
    const starts = tops.length ? tops : [heads.has(winner.id) ? [winner, null] : [null, winner]];
    return starts.flatMap((start) => orNone(fact.works).flatMap((work) => orNone(fact.awards).map((award) =>
      ({ stops: [...start, work, award].map((node) => (isSeen(node) ? node : null)), receipt: fact }))));
  })).filter(({ stops }) => stops.some(Boolean));
}

// Of the ways up to several groups those by way of what the lanes are of, if any; else all.
function waysShown(ways) {
  const by = ways.filter((way) => way.some(({ node }) => node.id === state.at));
  return by.length ? by : ways;
}

function layLanes() {
  const { room } = lanes;
  const width = Math.max(LEAST, room.clientWidth);
  const height = spread(lanes.model, { card: CARD, way: 12, gap: 9, height: room.clientHeight - 48 });
  const gap = (width - 2 * EDGE - width * SHARES.reduce((a, b) => a + b, 0)) / 3;
  const columns = SHARES.map((share, n) => ({ x: EDGE + SHARES.slice(0, n).reduce((sum, s) => sum + s * width + gap, 0), width: share * width }));
  const top = room.scrollTop;
  const heads = LANES.map(([key, words, kind], n) => sized(
    el("h3", { class: "lane", "data-lane": key }, t(words), el("span", { class: "count", text: state.hide.includes(kind) ? t("notShown") : lanes.model.lanes[n].filter((i) => !i.isWay).length })),
    { left: columns[n].x, width: columns[n].width }));
  const cards = lanes.model.lanes.flatMap((lane, n) => lane.filter((item) => !item.isWay).map((item) => laneCard(item, columns[n])));
  const drawing = svg("svg", { class: "lines", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  lanes.links = lanes.model.links.map((l) => lineOf(l, columns));
  drawing.append(...lanes.links.flatMap(({ line, touch }) => [line, touch]));
  lanes.board = sized(el("div", { class: "board" }, drawing, ...cards), { width, height });
  const left = lanes.total - lanes.receipts.length;
  const more = left > 0 ? el("button", { type: "button", class: "more", text: t("showMore", { n: left }), onclick: () => { lanes.cases += 60; redraw(); } }) : null;
  byId("dashed").hidden = !lanes.model.links.some(isDashed);
  const empty = cards.length ? null : el("div", { class: "empty" }, ...reasons());
  room.replaceChildren(...[sized(el("div", { class: "heads" }, ...heads), { width }), lanes.board, empty, more].filter(Boolean));
  room.scrollTop = top;
  markLanes();
}

function laneCard(item, { x, width }) {
  item.receipts = new Set(lanes.model.links.filter((l) => l.from === item || l.to === item).flatMap((l) => [...l.receipts]));
  const enter = () => markLanes(item.receipts);
  item.card = cardOf(item.item, {
    x, y: item.y - CARD / 2, width, count: item.lane === 2 ? "" : item.receipts.size, isLong: [...nameOf(item.item)].length > LONG[item.lane],
    on: { mouseenter: enter, focus: enter, mouseleave: () => markLanes(), blur: () => markLanes() } });
  item.card.dataset.lane = item.lane;
  return item.card;
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
  touch.addEventListener("click", () => selectFacts(factsOf(link)));
  touch.addEventListener("mouseenter", () => markLanes(link.receipts));
  touch.addEventListener("mouseleave", () => markLanes());
  return { link, line, touch };
}

// The way up from a subsidiary to its group: the links that a line of the first lane stands for.
function wayUp({ from, to, receipts }) {
  if (from.lane !== 0 || to.lane !== 1 || to.isWay) return null;
  const [{ winners, chains }] = [...receipts];
  return chains[winners.findIndex(({ id }) => id === to.item.id)].find((way) => way.at(-1).node.id === from.item.id);
}

const isDashed = (link) => wayUp(link)?.every(({ basis }) => basis === "registry") ?? false;

// The facts that a line stands for: the receipts on it, or the way up from a subsidiary to its group.
const factsOf = (link) => wayUp(link)?.map(({ fact }) => fact) ?? [...link.receipts].map(({ id }) => id);

// Light the ways of some receipts (or of what is selected) and dim the rest.
function markLanes(receipts = selectedReceipts()) {
  if (!lanes.model) return;
  const isLit = (set) => receipts !== null && [...set].some((r) => receipts.has(r));
  lanes.room.classList.toggle("is-lit", receipts !== null);
  for (const { link, line } of lanes.links) line.classList.toggle("on", isLit(link.receipts));
  for (const item of lanes.model.lanes.flat()) {
    if (!item.card) continue;
    item.card.classList.toggle("on", isLit(item.receipts));
    item.card.setAttribute("aria-pressed", String(item.item.id === state.node));
  }
}

function selectedReceipts() {
  const items = lanes.model ? lanes.model.lanes.flat().filter((item) => !item.isWay && item.item.id === state.node) : [];
  const found = new Set([...items.flatMap((item) => [...item.receipts]), ...lanes.receipts.filter(({ id }) => state.facts.includes(id))]);
  return found.size ? found : null;
}

const inLanes = (id) => views.lanes.drawn().includes(id);

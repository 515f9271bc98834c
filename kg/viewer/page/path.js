// The path: the shortest ways from one node to another, each as cards in a row with the relations between them.

const trail = { found: null, ends: [null, null], steps: [] };
const STOP = { height: 58, least: 118, most: 200, gap: 96, row: 46 };

views.path = {
  key: () => [state.at, state.to],
  entered: () => ({ view: "path", open: [] }),
  door(node) {
    const from = state.at && state.at !== node.id ? state.at : "";
    return [[t("seePath"), from ? { view: "path", at: from, to: node.id, open: [] } : { view: "path", at: node.id, to: "", open: [] }]];
  },
  sought: (node) => (views.path.drawn().includes(node.id) ? {} : null),
  async draw(root) {
    const now = turn;
    byId("status").textContent = t("pathSeeking");
    const [ends, found] = state.at || state.to ? await pathNamed() : await pathOfLeague();
    if (now !== turn) return;
    Object.assign(trail, { ends, found });
    if (!trail.room) {
      trail.room = el("div", { id: "path", class: "boards", tabindex: -1 });
      root.append(el("div"), trail.room);
    }
    root.firstChild.replaceWith(el("div", { class: "bar ends" }, ...endFields("path", ends, {}), pictureButtons()));
    layPaths();
  },
  mark: () => markPaths(),
  resized: () => trail.ends && layPaths(),
  drawn: () => [...new Set(trail.steps.filter(({ card }) => card).map(({ node }) => node.id))],
  status: () => (trail.found ? pathWords(trail.found) : t("pathEnds")),
  named: () => trail.ends.filter(Boolean),
  picture: () => boardPicture(trail.room.querySelector(".board")),
};

async function pathNamed() {
  const ends = await bothEnds();
  const isTwo = ends.every(Boolean) && ends[0].id !== ends[1].id;
  return [ends, isTwo ? await pathsBetween(ends[0], ends[1], filterOf()) : null];
}

// Where nothing is named: from the first group of the league to the first of the next few that it is tied to,
// whatever the filters are: they narrow the ways, not the ends.
async function pathOfLeague() {
  const { rows } = await source.table("groups", { limit: 8 });
  const [first, ...others] = rows.map(({ node }) => node);
  for (const other of others) {
    const found = await pathsBetween(first, other, { hide: state.hide, cut: state.cut });
    if (found.paths.length) return [[first, other], isFiltered() ? await pathsBetween(first, other, filterOf()) : found];
  }
  return [[first ?? null, null], null];
}

// What was found, and what was looked at to find it.
function pathWords({ paths, total, isLeast, looked, cut, isStopped, isAll, steps }) {
  const found = paths.length ? t(isLeast ? "pathsAtLeast" : "pathsFound", { n: total, m: paths[0].links.length, k: paths.length }) : t(isStopped ? "pathGivenUp" : isAll ? "pathNone" : "pathNoneWithin", { n: steps });
  return [found, t("pathLooked", { n: looked }), cut.length ? t("pathCut", { n: listed(cut.slice(0, 3).map(nameOf)) }) : ""].filter(Boolean).join(" · ");
}

function layPaths() {
  const { room, found } = trail;
  trail.steps = [];
  if (!found?.paths.length) {
    const ends = () => ({ at: trail.ends[0].id, to: trail.ends[1].id });
    const why = found ? reasons(pathWords(found), { kept: ends(), again: t("pathThrough") }) : [el("p", { text: t("pathEnds") })];
    return room.replaceChildren(el("div", { class: "board empty" }, ...why));
  }
  const plan = pathPlan(found.paths[0].nodes.length, room.clientWidth);
  const height = plan.top(found.paths.length) - plan.apart + 14;
  const drawing = svg("svg", { class: "lines", width: plan.wide, height, viewBox: `0 0 ${plan.wide} ${height}` });
  const parts = found.paths.flatMap((path, row) => {
    const title = sized(el("h3", { class: "way" }, t("pathNumber", { n: row + 1, m: found.total })), { left: EDGE, top: plan.top(row) - 26 });
    const cards = path.nodes.map((node, n) => {
      const { x, y } = plan.spot(row, n);
      const card = cardOf(node, { x, y, width: plan.width, isLong: [...nameOf(node)].length > 2 * ((plan.width - 40) / 13) });
      card.classList.add("tall");
      trail.steps.push({ node, card });
      return card;
    });
    path.links.forEach((link, n) => drawing.append(...stride(link, ...plan.gap(row, n))));
    return [title, ...cards];
  });
  const left = found.total - found.paths.length;
  const more = left > 0 ? el("p", { class: "hint", text: t("pathsMore", { n: left }) }) : null;
  const summary = el("p", { class: "hint summary", text: pathWords(found) });
  room.replaceChildren(...[summary, sized(el("div", { class: "board" }, drawing, ...parts), { width: plan.wide, height }), more].filter(Boolean));
  markPaths();
}

// Where cards and links of each path go: in a row, or downwards where a row would not fit.
function pathPlan(count, room) {
  const width = room < NARROW ? room - 2 * EDGE : Math.min(STOP.most, Math.max(STOP.least, (room - 2 * EDGE - (count - 1) * STOP.gap) / count));
  if (room < NARROW) {
    const step = STOP.height + 40;
    const top = (row) => 34 + row * (count * step + 20);
    const gap = (row, n) => [{ x: EDGE + 30, y: top(row) + n * step + STOP.height }, { x: EDGE + 30, y: top(row) + (n + 1) * step }];
    return { width, wide: room, apart: 60, top, gap, spot: (row, n) => ({ x: EDGE, y: top(row) + n * step }) };
  }
  const between = Math.max(STOP.gap, Math.min(150, (room - 2 * EDGE - count * width) / (count - 1)));
  const top = (row) => 34 + row * (STOP.height + STOP.row);
  const x = (n) => EDGE + n * (width + between);
  const gap = (row, n) => [{ x: x(n) + width, y: top(row) + STOP.height / 2 }, { x: x(n + 1), y: top(row) + STOP.height / 2 }];
  return { width, wide: x(count - 1) + width + EDGE, apart: STOP.row, top, gap, spot: (row, n) => ({ x: x(n), y: top(row) }) };
}

// A link between two cards: an arrow the way the relation reads, its words beside it.
function stride(link, start, end) {
  const isDown = start.x === end.x;
  const [a, b] = link.isOut ? [start, end] : [end, start];
  const [ux, uy] = [Math.sign(b.x - a.x), Math.sign(b.y - a.y)];
  const at = (from, far, side = 0) => `${num(from.x + ux * far - uy * side)},${num(from.y + uy * far + ux * side)}`;
  const isBasis = link.facts.every(({ basis }) => basis === "registry");
  const words = link.relations.map(({ zh, en }) => pick(zh, en));
  const middle = isDown ? { x: start.x + 14, y: (start.y + end.y) / 2 + 4 } : { x: (start.x + end.x) / 2, y: start.y };
  const word = (text, dy) => svg("text", { class: "word", x: middle.x, y: middle.y + dy, "text-anchor": isDown ? "start" : "middle", "font-size": 12 }, svg("title", {}, listed(words)), text);
  const said = isDown ? [word(listed(words.slice(0, 2)), 0)] : [word(wrapped(words[0], 7.6, 1)[0], -8),
    ...(words[1] ? [word(words.length > 2 ? `${wrapped(words[1], 6, 1)[0]} +${words.length - 2}` : wrapped(words[1], 7.6, 1)[0], 18)] : [])];
  const line = svg("path", { class: isBasis ? "line dashed" : "line", d: `M${at(a, 2)}L${at(b, -9)}` });
  const head = svg("path", { class: "head", d: `M${at(b, -4)}L${at(b, -12, 4)}L${at(b, -12, -4)}z` });
  const touch = svg("path", { class: "touch wide", d: `M${at(a, 0)}L${at(b, 0)}`, tabindex: 0, role: "button", "aria-label": `${listed(words)}` });
  const open = () => selectFacts(link.facts.map(({ id }) => id));
  touch.addEventListener("click", open);
  touch.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(); } });
  for (const [event, isOn] of [["mouseenter", true], ["mouseleave", false]]) touch.addEventListener(event, () => line.classList.toggle("under", isOn));
  trail.steps.push({ link, line });
  return [line, head, ...said, touch];
}

function markPaths() {
  const facts = new Set(state.facts);
  for (const { node, card, link, line } of trail.steps) {
    if (card) card.setAttribute("aria-pressed", String(node.id === state.node));
    else line.classList.toggle("on", link.facts.some(({ id }) => facts.has(id)));
  }
}

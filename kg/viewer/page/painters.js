// Two painters of a network, with one face: { paint(picture), mark(nodes, links), move({ x, y, scale }), zoom(by), resize(),
// where(id) }. vis-network draws on a canvas; where it is missing, an SVG of our own does.

function paintWithVis(room, on) {
  let titles = new Map();
  const [nodes, edges] = [new vis.DataSet(), new vis.DataSet()];
  const drawing = new vis.Network(room, { nodes, edges }, {
    physics: false, layout: { improvedLayout: false, hierarchical: false },
    interaction: { hover: true, tooltipDelay: 400, selectConnectedEdges: false, keyboard: false, zoomSpeed: 0.6 },
    nodes: { labelHighlightBold: false }, edges: { smooth: false, arrows: { to: { enabled: true, scaleFactor: 0.45 } } },
  });
  // The tooltip of a link names the one that a click would take: of links that cross, the nearest.
  const named = el("div", { class: "tooltip", hidden: true });
  room.append(named);
  drawing.on("hoverEdge", ({ edge, pointer: { DOM: { x, y } } }) => {
    named.replaceChildren(tip(titles.get(edge) ?? ""));
    named.hidden = false;
    sized(named, { left: Math.max(0, Math.min(x + 12, room.clientWidth - 330)), top: y + 16 });
  });
  for (const gone of ["blurEdge", "dragStart", "zoom", "click"]) drawing.on(gone, () => { named.hidden = true; });
  drawing.on("click", ({ nodes: [node], edges: [edge] }) => (node ? on.node(node) : edge ? on.link(edge) : on.ground()));
  for (const moved of ["zoom", "dragEnd"]) drawing.on(moved, ({ nodes: dragged = [] }) => { if (!dragged.length) on.moved(); });
  return {
    paint(picture) {
      const ink = { ink: css("--ink"), ground: css("--ground"), line: css("--line-strong"), accent: css("--accent") };
      replaceRows(nodes, picture.nodes.map((node) => visNode(node, ink)));
      titles = new Map(picture.links.map(({ id, title }) => [id, title]));
      replaceRows(edges, picture.links.map((link) => visLink(link, ink)));
    },
    mark: (chosen, links) => drawing.setSelection({ nodes: chosen, edges: links }, { unselectAll: true, highlightEdges: false }),
    move: ({ x, y, scale }, isAnimated) => drawing.moveTo({ position: { x, y }, scale, animation: isAnimated && animated() }),
    zoom: (by) => drawing.moveTo({ scale: Math.min(4, Math.max(0.15, drawing.getScale() * by)), animation: animated() }),
    resize() { drawing.setSize(); drawing.redraw(); if (net.fitted) fitNetwork(net.fitted.only); },
    where: (id) => drawing.canvasToDOM(drawing.getPosition(id)),
  };
}

const animated = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 260, easingFunction: "easeInOutQuad" });

function replaceRows(rows, wanted) {
  const ids = new Set(wanted.map((row) => row.id));
  rows.remove(rows.getIds().filter((id) => !ids.has(id)));
  rows.update(wanted);
}

function visNode({ id, node, x, y, lines, size, font }, { ink, ground, accent }) {
  const { fill, line } = shade(node.kind);
  const chosen = { background: fill, border: accent };
  return {
    id, x, y, size, shape: node.kind.shape, borderWidth: 1.5, borderWidthSelected: 4, label: lines.join("\n"),
    color: { background: fill, border: line, highlight: chosen, hover: chosen },
    font: { face: FONT, size: font, color: ink, strokeWidth: 4, strokeColor: ground, vadjust: -1 }, title: tip(nameOf(node)),
  };
}

function visLink({ id, from, to, isDashed }, { line, accent }) {
  return { id, from, to, dashes: isDashed ? [5, 4] : false, width: 1.2, hoverWidth: 0.8, selectionWidth: 1.6,
    color: { color: line, highlight: accent, hover: accent } };
}

// A tooltip as an element of text: vis-network takes no HTML from us.
const tip = (text) => el("div", { class: "tip", dir: "auto" }, el("bdi", { text }));

function paintWithSvg(room, on) {
  let [view, picture] = [{ x: 0, y: 0, scale: 1 }, { nodes: [], links: [] }];
  const drawing = svg("svg", { class: "network", width: "100%", height: "100%" });
  room.append(drawing);
  const look = () => {
    const [width, height] = [room.clientWidth / view.scale, room.clientHeight / view.scale];
    drawing.setAttribute("viewBox", `${view.x - width / 2} ${view.y - height / 2} ${width} ${height}`);
  };
  // What is under the pointer stays under it.
  const zoom = (by, at = { x: room.clientWidth / 2, y: room.clientHeight / 2 }) => {
    const scale = Math.min(4, Math.max(0.15, view.scale * by));
    const [dx, dy] = [at.x - room.clientWidth / 2, at.y - room.clientHeight / 2];
    view = { x: view.x + dx / view.scale - dx / scale, y: view.y + dy / view.scale - dy / scale, scale };
    look();
  };
  let held = null;
  drawing.addEventListener("pointerdown", (event) => { held = { x: event.clientX, y: event.clientY, isMoved: false }; });
  drawing.addEventListener("pointermove", (event) => {
    if (!held || !event.buttons) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.isMoved && Math.hypot(dx, dy) < 4) return;
    held = { x: event.clientX, y: event.clientY, isMoved: true };
    view = { ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale };
    on.moved();
    look();
  });
  drawing.addEventListener("wheel", (event) => { event.preventDefault(); on.moved(); const box = room.getBoundingClientRect(); zoom(event.deltaY < 0 ? 1.12 : 0.89, { x: event.clientX - box.left, y: event.clientY - box.top }); }, { passive: false });
  drawing.addEventListener("click", (event) => {
    if (held?.isMoved) return;
    const { node, link } = event.target.closest("[data-node], [data-link]")?.dataset ?? {};
    if (node) on.node(node);
    else if (link) on.link(link);
    else on.ground();
  });
  return {
    paint(given) { picture = given; drawing.replaceChildren(...networkShapes(picture)); look(); },
    mark(nodes, links) {
      for (const made of drawing.querySelectorAll("[data-node]")) made.classList.toggle("on", nodes.includes(made.dataset.node));
      for (const made of drawing.querySelectorAll("[data-link]")) made.classList.toggle("on", links.includes(made.dataset.link));
    },
    move(to) { view = { ...to }; look(); },
    zoom: (by) => zoom(by),
    resize() { look(); if (net.fitted) fitNetwork(net.fitted.only); },
    where(id) {
      const { x, y } = picture.nodes.find((node) => node.id === id);
      return { x: (x - view.x) * view.scale + room.clientWidth / 2, y: (y - view.y) * view.scale + room.clientHeight / 2 };
    },
  };
}

// What pictures are made of, and how they are taken away: cards on a board, shapes of a network, SVG and PNG.

// A card of a node at a place on a board: a button that selects it.
function cardOf(node, { x, y, width, count = "", isLong = false, on = {} }) {
  const name = nameOf(node);
  const listeners = Object.fromEntries(Object.entries(on).map(([event, act]) => [`on${event}`, act]));
  return sized(el("button", { type: "button", class: isLong ? "card long" : "card", title: name, "data-node": node.id, onclick: () => select(node.id), ...listeners },
    glyph(node.kind), el("span", { class: "name", dir: "auto" }, el("bdi", { text: name })), count === "" ? null : el("span", { class: "count", text: count })),
  { left: x, top: y, width });
}

function sized(made, places) {
  for (const [name, size] of Object.entries(places)) made.style[name] = `${size}px`;
  return made;
}

// The links and nodes of a network as SVG.
function networkShapes({ nodes, links }) {
  const at = new Map(nodes.map((node) => [node.id, node]));
  const lines = links.map((link) => {
    const [a, b] = [at.get(link.from), at.get(link.to)];
    const far = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const [ux, uy] = [(b.x - a.x) / far, (b.y - a.y) / far];
    const end = { x: b.x - ux * (b.size + 3), y: b.y - uy * (b.size + 3) };
    const d = `M${num(a.x)},${num(a.y)}L${num(end.x)},${num(end.y)}`;
    const arrow = `M${num(end.x)},${num(end.y)}l${num(-8 * ux - 3.5 * uy)},${num(-8 * uy + 3.5 * ux)}l${num(7 * uy)},${num(-7 * ux)}z`;
    return svg("g", { class: "link", "data-link": link.id, stroke: css("--line-strong"), fill: css("--line-strong") }, svg("title", {}, link.title),
      svg("path", { d, "stroke-width": 1.2, ...(link.isDashed ? { "stroke-dasharray": "5 4" } : {}) }), svg("path", { d: arrow, stroke: "none" }),
      svg("path", { d, class: "touch", stroke: "transparent", "stroke-width": 10 }));
  });
  const shapes = nodes.map(({ id, node, x, y, lines: words, size, font }) => {
    const { fill, line } = shade(node.kind);
    const text = svg("text", { "text-anchor": "middle", "font-size": font, "font-family": FONT, fill: css("--ink"), stroke: css("--ground"), "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" },
      ...words.map((word, n) => svg("tspan", { x: 0, y: size + 16 + n * LINE }, word)));
    return svg("g", { class: "node", "data-node": id, transform: `translate(${num(x)} ${num(y)})` }, svg("title", {}, nameOf(node)), shapeOf(node.kind, size, { fill, stroke: line, "stroke-width": 1.5 }), text);
  });
  return [...lines, ...shapes];
}

const num = (x) => String(Math.round(x * 10) / 10);

function shapeOf(kind, size, look) {
  if (kind.shape === "dot") return svg("circle", { r: size, ...look });
  return svg("polygon", { points: POLYGONS[kind.shape].map((p) => p.map((c) => num((c * size) / 7)).join(",")).join(" "), "stroke-linejoin": "round", ...look });
}

// The picture shown, as a whole SVG document: of a network its shapes, of a board its cards and lines; below it, what it is.
function pictureSvg(caption) {
  const picture = views[state.view].picture();
  const { shapes, box } = picture.nodes ? { shapes: networkShapes(picture), box: boundsOf(picture) } : picture;
  const lines = wrapped(caption, (box.width - 24) / 12, 3);
  const height = box.height + 8 + lines.length * LINE;
  const ground = svg("rect", { x: box.x, y: box.y, width: box.width, height, fill: css("--ground") });
  const said = lines.map((line, n) => svg("text", { x: num(box.x + 12), y: num(box.y + box.height + (n + 1) * LINE - 4), "font-size": 12, "font-family": FONT, fill: css("--quiet") }, line));
  const made = svg("svg", { xmlns: SVG, viewBox: `${num(box.x)} ${num(box.y)} ${num(box.width)} ${num(height)}`, width: Math.round(box.width), height: Math.round(height) },
    svg("title", {}, caption), ground, ...shapes, ...said);
  made.querySelectorAll(".touch").forEach((touch) => touch.remove());
  return made;
}

function boundsOf({ nodes }) {
  const [xs, ys] = [nodes.flatMap(({ x, box }) => [x - box.width / 2, x + box.width / 2]), nodes.flatMap(({ y, box }) => [y + box.down - box.height / 2, y + box.down + box.height / 2])];
  const [x, y] = [Math.min(...xs) - 16, Math.min(...ys) - 16];
  return { x, y, width: Math.max(...xs) + 16 - x, height: Math.max(...ys) + 16 - y };
}

const pictureButtons = () => el("span", { class: "take" }, ...["svg", "png"].map((kind) =>
  el("button", { id: `take-${kind}-${state.view}`, type: "button", "data-take": kind, onclick: () => takePicture(kind), text: kind.toUpperCase() })));

// The title of the page, the view, what it is of, and what limits it.
async function pictureCaption() {
  const said = [document.title, t(state.view), listed(views[state.view].named().map(nameOf)), ...(await limits()).map(({ of, words }) => `${of} ${words}`)];
  return said.filter(Boolean).join(" · ");
}

// Words as the name of a file that every system takes.
const fileWords = (words) => words.map((text) => [...text.replace(/[\p{C}\p{Z}\\/:*?"<>|.]+/gu, "_")].slice(0, 40).join("")).join("-");

async function takePicture(kind) {
  const made = pictureSvg(await pictureCaption());
  const name = `${fileWords([...views[state.view].named().map(nameOf), state.view])}.${kind}`;
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(made)}\n`;
  if (kind === "svg") return download(new Blob([text], { type: "image/svg+xml" }), name);
  try {
    download(await rastered(text, made.getAttribute("width"), made.getAttribute("height")), name);
  } catch {
    byId("said").textContent = byId("status").textContent = t("noPicture");
  }
}

// An SVG drawn on a canvas at twice its size, or less where that would be too large for a browser.
async function rastered(text, width, height) {
  const scale = Math.min(2, 8000 / Math.max(width, height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = el("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => { canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"); });
}

function download(blob, name) {
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// The order of things: read, draw, and follow the address: #v=view&s=scope&n=node or &e=facts.

const state = { view: "lanes", selected: null, scope: "" };
const VIEWS = ["lanes", "network", "table"];
const FEW = 3;

async function start() {
  buildGraph(await readData());
  buildSearch();
  const isSmall = graph.articles.length <= FEW && graph.receipts.length > 0;
  Object.assign(state, { view: isSmall ? "lanes" : "network", scope: firstScope() });
  start.view = state.view;
  start.scope = state.scope;
  startFilters();
  startSearch();
  startControls();
  drawWords();
  follow();
  document.documentElement.dataset.ready = "true";
}

function startControls() {
  for (const view of VIEWS) byId(`view-${view}`).addEventListener("click", () => go({ view }));
  byId("scope").addEventListener("change", (event) => go({ scope: event.target.value }));
  byId("download").addEventListener("click", download);
  byId("language").addEventListener("click", () => {
    language = language === "zh" ? "en" : "zh";
    drawWords();
    makeRoom();
    redraw();
    drawPanel();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.selected && !event.isComposing && event.target.tagName !== "SELECT") select(null);
  });
  addEventListener("hashchange", follow);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { drawFilters(); redraw(); drawPanel(); });
  let size = "";
  new ResizeObserver(([{ contentRect: { width, height } }]) => {
    const isResized = size && size !== `${width} ${height}`;
    if (isResized && state.view === "lanes") drawLanes();
    if (isResized && state.view === "network") refit();
    size = `${width} ${height}`;
  }).observe(byId("stage"));
  const narrow = matchMedia("(max-width: 760px)");
  const open = () => { byId("filters").open = !narrow.matches; };
  narrow.addEventListener("change", open);
  open();
}

// Words that stand in the template, and everything that lists names.
function drawWords() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const made of document.querySelectorAll("[data-t]")) made.textContent = t(made.dataset.t);
  for (const made of document.querySelectorAll("[data-t-label]")) made.setAttribute("aria-label", t(made.dataset.tLabel));
  for (const made of document.querySelectorAll("[data-t-title]")) made.title = t(made.dataset.tTitle);
  byId("search").placeholder = t("search");
  drawFilters();
  drawScopes();
}

// Change what is shown by changing the address, so that back and forward work.
function go(change) {
  const wanted = address({ ...state, ...change });
  if (wanted === location.hash) follow();
  else location.hash = wanted;
}

function select(selected, { isSought = false } = {}) {
  const leaves = isSought && state.view === "lanes" && !inLanes(selected.node);
  follow.isSought = isSought;
  go({ selected, view: leaves ? "network" : state.view });
}

function address({ view, scope, selected }) {
  const parts = [];
  if (view !== start.view) parts.push(`v=${view}`);
  if (scope !== start.scope) parts.push(`s=${encodeURIComponent(scope)}`);
  if (selected && selected.facts) parts.push(`e=${selected.facts.slice(0, 40).map((i) => encodeURIComponent(graph.facts[i].id)).join(",")}`);
  else if (selected) parts.push(`n=${encodeURIComponent(graph.nodes[selected.node].id)}`);
  return `#${parts.join("&")}`;
}

function follow() {
  const said = new Map(location.hash.slice(1).split("&").map((part) => part.split("=")).filter(([, text]) => text !== undefined));
  const view = said.get("v");
  state.view = VIEWS.includes(view) ? view : start.view;
  state.scope = said.has("s") ? plain(said.get("s")) : start.scope;
  state.selected = chosen(said);
  showView();
  reveal(state.selected?.node ?? -1, follow.isSought);
  follow.isSought = false;
  drawPanel();
  drawStatus();
}

// Bring the selected node before the reader's eyes.
function reveal(i, isSought) {
  if (i < 0) return;
  if (state.view === "network" && isShown(i) && (isSought || !net.drawn.has(i))) seek(i);
  const card = state.view === "lanes" && byId("lanes").querySelector(".card[aria-pressed=true]");
  if (card && isSought) card.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

function chosen(said) {
  if (said.has("e")) {
    const ids = new Set(said.get("e").split(",").map(plain));
    const facts = graph.facts.filter((fact) => ids.has(fact.id)).map((fact) => fact.i);
    return facts.length ? { facts } : null;
  }
  const node = said.has("n") ? nodeBy(plain(said.get("n"))) : -1;
  return node >= 0 ? { node } : null;
}

function showView() {
  for (const view of VIEWS) {
    byId(`view-${view}`).setAttribute("aria-pressed", String(view === state.view));
    byId(`in-${view}`).hidden = view !== state.view;
  }
  const key = `${state.view} ${state.scope}`;
  if (key === showView.key) return mark();
  showView.key = key;
  drawScopes();
  if (state.view === "network" && net.centre < 0) centreOn(firstCentre());
  redraw();
  if (state.view === "network") refit();
  return undefined;
}

// Show what is selected in what is drawn already, so that the focus stays where it is.
function mark() {
  if (state.view === "lanes") markLanes();
  else if (state.view === "table") markTable();
  else markNetwork();
}

function firstCentre() {
  const i = state.selected?.node ?? -1;
  return i >= 0 && isShown(i) ? i : bestCentre();
}

// Draw the view anew after a change of filter, language, theme or selection.
function redraw() {
  if (state.view === "lanes") drawLanes();
  else if (state.view === "table") drawTable();
  else redrawNetwork();
  drawStatus();
}

function redrawNetwork() {
  if (net.centre >= 0 && isShown(net.centre)) paintNetwork();
  else centreOn(bestCentre());
}

function drawStatus() {
  const text = { lanes: lanesStatus, network: networkStatus, table: () => t("rows", { n: graph.receipts.filter(isReceived).length }) };
  byId("status").textContent = text[state.view]();
}

// What tests and curious people may read; nothing here changes the page.
window.finaward = Object.freeze({
  state: () => ({
    view: state.view, scope: state.scope, language,
    node: state.selected && state.selected.node !== undefined ? graph.nodes[state.selected.node].id : "",
    facts: ((state.selected && state.selected.facts) || []).map((i) => graph.facts[i].id),
    drawn: state.view === "network" ? [...net.drawn.keys()].map((i) => graph.nodes[i].id)
      : lanes.model ? lanes.model.lanes.flat().filter((item) => !item.isWay).map((item) => graph.nodes[item.item].id) : [],
    nodes: graph.nodes.length,
  }),
  where: (id) => net.drawing.canvasToDOM(net.drawing.getPosition(nodeBy(id))),
  boxes: () => [...net.drawn].map(([i, { x, y }]) => ({ x, y: y + net.boxes.get(i).down, width: net.boxes.get(i).width, height: net.boxes.get(i).height })),
  links: () => linksAmong().map(([a, b]) => [graph.nodes[a].id, graph.nodes[b].id]),
  csv,
});

start();

// The order of things: open the source, then follow the address.

let source = null;
let about = null;
let turn = 0;
const TITLE = document.title;
const drawn = {};

async function start() {
  const data = await readData();
  source = openSource(data);
  about = await source.about();
  language = START.lang = document.documentElement.lang === "en" ? "en" : "zh";
  START.hide = about.classes.filter((kind) => !kind.shown).map((kind) => kind.name);
  startSearch();
  startControls();
  await follow();
}

// What a source over a server cannot answer: the view says so, and what stands there stays.
function failed(error) {
  byId("status").textContent = t(error.isRenewed ? "renewed" : "notAnswered");
  console.error(error);
}

function startControls() {
  byId("language").addEventListener("click", () => go({ lang: language === "zh" ? "en" : "zh" }));
  document.addEventListener("keydown", (event) => {
    const isOpen = state.node || state.facts.length;
    if (event.key === "Escape" && isOpen && !event.isComposing && event.target.tagName !== "SELECT") unselect();
  });
  addEventListener("hashchange", () => follow().catch(failed));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw());
  let size = "";
  new ResizeObserver(([{ contentRect: { width, height } }]) => {
    const isResized = size && size !== `${Math.round(width)} ${Math.round(height)}`;
    // Views that are not seen are told when they are.
    if (isResized) for (const view of Object.values(views)) if (view?.root) view.isStale = view !== views[state.view];
    if (isResized) views[state.view].resized?.();
    size = `${Math.round(width)} ${Math.round(height)}`;
  }).observe(byId("stage"));
  const narrow = matchMedia("(max-width: 760px)");
  const open = () => { byId("filters").open = !narrow.matches; };
  narrow.addEventListener("change", open);
  open();
}

// Words that stand in the template.
function drawWords() {
  language = state.lang === "en" ? "en" : "zh";
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const made of document.querySelectorAll("[data-t]")) made.textContent = t(made.dataset.t);
  for (const made of document.querySelectorAll("[data-t-label]")) made.setAttribute("aria-label", t(made.dataset.tLabel));
  if (WORDS.untitled.includes(TITLE)) document.title = document.querySelector("header h1").textContent = t("untitled");
  byId("search").placeholder = t("search");
  drawTabs();
}

function drawTabs() {
  byId("views").replaceChildren(...Object.entries(views).filter(([, view]) => view && view.isTab !== false).map(([name]) =>
    el("button", { id: `view-${name}`, type: "button", "aria-pressed": String(name === state.view), onclick: () => go(views[name].entered?.() ?? { view: name }), text: t(name) })));
}

// Show what the address says: draw only what has changed.
async function follow() {
  turn += 1;
  const now = turn;
  delete document.documentElement.dataset.ready;
  Object.assign(state, readAddress());
  drawWords();
  const view = views[state.view];
  for (const [name, each] of Object.entries(views)) if (each?.root) each.root.hidden = name !== state.view;
  if (!view.root) {
    view.root = el("div", { id: `in-${state.view}`, class: "view" });
    byId("stage").append(view.root);
  }
  document.documentElement.dataset.view = state.view;
  const key = JSON.stringify([state.lang, filterOf(), ...(view.key?.() ?? [])]);
  const [isMoved] = await Promise.all([drawLimits(), drawFilters(), drawPanel()]);
  // A view that was drawn in another room is told so.
  if (isMoved) for (const each of Object.values(views)) if (each?.root) each.isStale = true;
  if (now !== turn) return;
  if (drawn[state.view] !== key) {
    // A drawing that fails or is overtaken is none: what stands there is drawn anew.
    delete drawn[state.view];
    await view.draw(view.root);
    if (now !== turn) return;
    drawn[state.view] = key;
  }
  if (view.isStale) view.resized?.();
  view.isStale = false;
  view.mark?.();
  byId("status").textContent = [await view.status(), hiddenWords().length ? t("hiddenAre", { n: listed(hiddenWords()) }) : "", leftOut(), about.isOlder ? t("older") : ""].filter(Boolean).join(" · ");
  document.documentElement.dataset.ready = "true";
}

// What the file has not, where the graph was too large for one.
const leftOut = () => (about.whole ? t("notWhole", { n: about.counts.receipts, m: about.whole.receipts, k: about.counts.nodes, l: about.whole.nodes }) : "");

// Draw the view anew, after a change that the address does not spell: the theme, the window.
async function redraw() {
  delete drawn[state.view];
  await follow();
}

// What tests and curious people may read; nothing here changes the page.
window.finaward = Object.freeze({
  state: () => ({ ...state, drawn: views[state.view].drawn?.() ?? [], nodes: about.counts.nodes }),
  where: (id) => views[state.view].where?.(id) ?? null,
  picture: () => views[state.view].picture?.() ?? null,
  address: () => location.hash,
});

start().catch(failed);

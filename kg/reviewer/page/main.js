// The order of things: read, draw, decide, keep a draft, and hand out the file.

const state = { article: null, item: null, undecided: false, sought: "" };

async function start() {
  buildModel(await readData());
  startWho();
  startControls();
  startKeys();
  restoreDraft();
  drawWords();
  follow();
  document.documentElement.dataset.ready = "true";
}

function startWho() {
  const now = new Date();
  byId("at").value = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  byId("by").value = kept("by") || "";
  byId("by").addEventListener("change", () => keep("by", byId("by").value.trim()));
}

// Who decides now and when; both may still be missing, and are then asked for before the file is handed out.
const signature = () => ({ by: byId("by").value.trim(), at: byId("at").value });

function startControls() {
  byId("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; drawWords(); });
  byId("search").addEventListener("input", (event) => { state.sought = event.target.value.trim().toLowerCase(); drawList(); });
  byId("undecided").addEventListener("change", (event) => { state.undecided = event.target.checked; drawList(); drawCards(); });
  byId("add").addEventListener("click", () => openNew(selectedPassage() || {}));
  byId("copy").addEventListener("click", copy);
  byId("download").addEventListener("click", download);
  addEventListener("hashchange", follow);
}

// Keys count where the reader is: in the text, among the facts, or nowhere in particular; never while something is typed.
function startKeys() {
  document.addEventListener("keydown", (event) => {
    const at = document.activeElement;
    const isTyping = at.matches("input, select, textarea") || byId("dialog").open;
    const isHere = at === document.body || byId("text").contains(at) || byId("facts").contains(at) || byId("articles").contains(at);
    if (isTyping || !isHere || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || !state.article) return;
    if (act() !== false) event.preventDefault();
  });
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  a: () => give(state.item, "accepted", { advances: true }),
  r: () => give(state.item, "rejected", { advances: true }),
  e: () => isFact(state.item) && openForm(state.item),
  u: () => isFact(state.item) && Boolean(state.item.said) && undo(state.item),
  n: () => openNew(selectedPassage() || {}),
  "[": () => turn(-1),
  "]": () => turn(1),
  ArrowDown: () => byId("cards").contains(document.activeElement) && step(1),
  ArrowUp: () => byId("cards").contains(document.activeElement) && step(-1),
};

const isFact = (item) => Boolean(item) && item.kind !== undefined;

// The items in the order of their cards.
function items() {
  const cards = [...byId("cards").querySelectorAll(".card")];
  const all = [...state.article.facts, ...state.article.left];
  const by = new Map(all.map((item) => [cardOf.get(item), item]));
  return cards.map((made) => by.get(made));
}

function step(way) {
  const all = items();
  if (!all.length) return;
  const now = all.indexOf(state.item);
  const next = now < 0 ? (way > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + way, 0), all.length - 1);
  select(all[next]);
  cardOf.get(all[next]).querySelector(".face")?.focus({ preventScroll: true });
}

function turn(way) {
  const shown = listedArticles();
  const at = shown.indexOf(state.article) + way;
  if (shown[at]) location.hash = `#${encodeURIComponent(shown[at].id)}`;
}

function follow() {
  let id = "";
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch {
    id = "";
  }
  const article = model.articles.find((each) => each.id === id) || model.articles[0] || null;
  Object.assign(state, { article, item: null });
  Object.assign(form, { item: null, isNew: false, element: null });
  byId("add").disabled = !article;
  if (article) drawText(article);
  else byId("text").replaceChildren(el("p", { class: "empty", text: t("noArticles") }));
  byId("cards").scrollTop = 0;
  drawAll();
}

// Draw what counts and lists; the text is drawn where it changes.
function drawAll() {
  drawList();
  drawLegend();
  drawCards();
  drawProgress();
}

function drawWords() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const made of document.querySelectorAll("[data-t]")) made.textContent = t(made.dataset.t);
  for (const made of document.querySelectorAll("[data-t-label]")) made.setAttribute("aria-label", t(made.dataset.tLabel));
  document.title = t("title");
  byId("by").placeholder = t("byHint");
  byId("search").placeholder = t("searchLabel");
  byId("hint").textContent = t("hint");
  if (!state.article) return;
  if (form.element) closeForm();
  drawText(state.article);
  drawAll();
  markText(state.item, { scrolls: false });
}

function listedArticles() {
  return model.articles.filter((article) => {
    const said = `${article.title} ${article.publisher} ${article.source} ${article.id}`.toLowerCase();
    return said.includes(state.sought) && (!state.undecided || openOf(article) || article === state.article);
  });
}

function drawList() {
  const rows = listedArticles().map((article) => {
    const open = openOf(article);
    const words = [openSaid(article), article.left.length ? t("leftCount", { n: article.left.length }) : ""];
    return el("li", {}, el("a", { href: `#${encodeURIComponent(article.id)}`, "aria-current": article === state.article ? "true" : null, class: open ? "" : "closed" },
      el("span", { class: "title", dir: "auto", text: visible(article.title || article.source) || t("untitled") }),
      el("span", { class: "count" }, el("span", { text: words[0] }), words[1] ? el("span", { class: "warning", text: words[1] }) : null)));
  });
  byId("list").replaceChildren(...(rows.length ? rows : [el("li", { class: "empty", text: t("nothing") })]));
}

// The kinds of marks: each a switch that shows and hides them in the text and among the facts.
function drawLegend() {
  const { article } = state;
  const count = (kind) => (article ? article.facts.filter((fact) => fact.kind === kind).length : 0);
  const rows = [...model.kinds.values()].map((kind) => [kind.name, pick(kind.zh, kind.en), count(kind.name)]);
  rows.push(["also", t("also"), article ? article.also.length : 0]);
  rows.push(["left", t("left"), article ? article.left.length : 0]);
  byId("legend").replaceChildren(...rows.map(([kind, words, n]) => el("button", {
    type: "button", class: "chip", "aria-pressed": String(shownMarks.has(kind)), "data-kind": kind,
    onclick: () => {
      if (!shownMarks.delete(kind)) shownMarks.add(kind);
      drawText(article);
      drawAll();
      markText(state.item, { scrolls: false });
      byId("legend").querySelector(`[data-kind=${kind}]`).focus();
    },
  }, el("span", { class: `swatch mark ${kind === "also" ? "product" : kind}`, "aria-hidden": "true", text: "文" }), words, el("span", { class: "count", text: n }))));
}

function drawProgress() {
  const all = model.articles.flatMap((article) => article.facts);
  const done = all.filter((fact) => !isOpen(fact)).length;
  byId("done").max = Math.max(1, all.length);
  byId("done").value = done;
  byId("done-said").textContent = t("done", { n: done, m: all.length });
  const n = unsaved();
  byId("kept").textContent = n ? t("kept", { n }) : "";
}

function select(item) {
  state.item = item;
  markText(item, { scrolls: true });
  markCards({ scrolls: true });
}

// Of several facts under one place in the text the innermost; the same place again, the next one.
function selectOneOf(items_) {
  const now = items_.indexOf(state.item);
  select(items_[(now + 1) % items_.length]);
}

function give(fact, verdict, { advances = false } = {}) {
  if (!isFact(fact) || !isOpen(fact)) return false;
  const isAmongCards = byId("cards").contains(document.activeElement);
  const all = items();
  const next = all[all.indexOf(fact) + 1];
  decide(state.article, fact, verdict, signature());
  tell(t("decidedSaid", { n: t(verdict), m: fact.key }));
  changed();
  const now = (advances && next) || fact;
  select(now);
  if (isAmongCards) cardOf.get(now).querySelector(".face")?.focus({ preventScroll: true });
  return true;
}

function undo(fact) {
  takeBack(state.article, fact);
  const isThere = state.article.facts.includes(fact);
  if (!isThere) state.item = null;
  changed();
  if (isThere) cardOf.get(fact)?.querySelector(".face")?.focus({ preventScroll: true });
}

// After a decision: draw anew, and keep a draft.
function changed() {
  followRejections(state.article);
  const { scrollTop } = byId("text");
  drawText(state.article);
  byId("text").scrollTop = scrollTop;
  drawAll();
  markText(state.item, { scrolls: false });
  keep(`draft ${model.digest}`, unsaved() ? JSON.stringify(model.corrections) : "");
}

function tell(words) {
  byId("said").textContent = visible(words);
}

// A few words that the browser keeps for this page; where it does not, the page works all the same.
function kept(name) {
  try {
    return localStorage.getItem(`finaward review ${name}`);
  } catch {
    return null;
  }
}

function keep(name, text) {
  try {
    if (text) localStorage.setItem(`finaward review ${name}`, text);
    else localStorage.removeItem(`finaward review ${name}`);
  } catch {
    // no room, or not allowed: the footer says that something is not downloaded yet
  }
}

function restoreDraft() {
  let draft = null;
  try {
    draft = JSON.parse(kept(`draft ${model.digest}`));
  } catch {
    draft = null;
  }
  if (!Array.isArray(draft)) return;
  restore(draft);
  notice(t("restored", { n: unsaved() }), el("button", { type: "button", class: "quiet", text: t("forget"), onclick: () => {
    restore(JSON.parse(model.before));
    keep(`draft ${model.digest}`, "");
    byId("notice").hidden = true;
    follow();
  } }));
}

function notice(words, ...more) {
  byId("notice").replaceChildren(el("span", { text: words }), ...more);
  byId("notice").hidden = false;
}

// The file, once everybody who decided has signed; what was decided before a name was given gets the one given now.
function signed() {
  const { by, at } = signature();
  const open = model.corrections.filter((each) => !each.by || !each.at);
  if (open.length && (!by || !at)) {
    notice(t("whoFirst"));
    byId(by ? "at" : "by").focus();
    return null;
  }
  for (const each of open) Object.assign(each, { by: each.by || by, at: each.at || at });
  if (open.length) changed();
  return yamlFile();
}

async function copy() {
  const text = signed();
  if (text === null) return;
  try {
    await navigator.clipboard.writeText(text);
    notice(t("copied"));
  } catch {
    byId("yaml").value = text;
    byId("dialog").showModal();
    byId("yaml").select();
  }
}

function download() {
  const text = signed();
  if (text === null) return;
  const address = URL.createObjectURL(new Blob([text], { type: "application/yaml;charset=utf-8" }));
  el("a", { href: address, download: "corrections.yaml" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  notice(t("downloaded", { n: model.corrections.length }));
}

// What tests and curious people may read; nothing here changes the page.
window.finaward = Object.freeze({
  yaml: () => yamlFile(),
  state: () => ({ article: state.article && state.article.id, item: state.item && (state.item.key ?? state.item.start), open: state.article ? openOf(state.article) : 0, corrections: model.corrections.length }),
});

start();

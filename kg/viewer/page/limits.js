// What limits the view: filters and hidden things, named above it with a way back each, and named again where they
// leave nothing. Everything that is not shown for these reasons is said here, for all views.

// Views that leave out hidden classes and relations; the others count, and leave out nothing.
const DRAWINGS = new Set(["network", "lanes", "tree", "path"]);

// Each limit that somebody set: { name, of, words, change: what takes it away }.
async function limits() {
  if (state.view === "article") return [];
  const set = FACETS.filter((name) => state[name]);
  const words = await Promise.all(set.map(facetWords));
  return [...set.map((name, n) => ({ name, of: t(`by_${name}`), words: words[n], change: { [name]: "", skip: "" } })), ...(DRAWINGS.has(state.view) ? hiddenLimits() : [])];
}

async function facetWords(name) {
  const [found] = name in CHOICES && !["year", "kind"].includes(name) ? await source.describe([state[name]]) : [];
  return found?.node ? nameOf(found.node) : name === "kind" ? kindWords(state.kind) : name === "sure" ? t("atLeast", { n: state.sure }) : wordsOfKey(state[name]);
}

// Classes and relations that are hidden, but for those that every page starts without, unless `isAll`.
function hiddenLimits({ isAll = false } = {}) {
  const of = (list, things) => things.filter(({ name, count }) => count && state[list].includes(name) && (isAll || !START[list].includes(name)))
    .map((thing) => ({ name: thing.name, of: t("notShown"), words: pick(thing.zh, thing.en), change: { [list]: state[list].filter((name) => name !== thing.name) } }));
  return [...of("hide", about.classes), ...of("cut", about.relations)];
}

// The strip above the view; says whether its height has changed.
async function drawLimits() {
  const now = turn;
  const set = await limits();
  if (now !== turn) return false;
  const strip = byId("limits");
  const [height, isFocused] = [strip.offsetHeight, strip.contains(document.activeElement)];
  strip.replaceChildren(...(set.length ? [el("ul", { class: "filtered", "aria-label": t("filters") }, ...set.map(limitChip))] : []));
  if (isFocused) strip.querySelector("button")?.focus();
  return strip.offsetHeight !== height;
}

function limitChip({ name, of, words, change }) {
  const without = t("without", { n: words });
  return el("li", {}, el("button", { type: "button", "data-facet": name, onclick: () => go(change), title: without, "aria-label": `${of} ${words} ${without}` },
    el("span", { class: "said", text: of }), el("bdi", { text: words }), el("span", { "aria-hidden": "true", text: "×" })));
}

// Why nothing is shown, or nothing more, and the ways back; `kept` is what stays as it is on the way.
function reasons(words = t("empty"), { kept = {}, again = t("showAll") } = {}) {
  const hidden = DRAWINGS.has(state.view) ? hiddenLimits({ isAll: ["network", "path"].includes(state.view) }) : [];
  const door = (id, change, text) => el("button", { id, type: "button", class: "more", onclick: () => go(change), text });
  return [el("p", { text: words }), hidden.length ? el("p", { class: "hint", text: t("hiddenAre", { n: listed(hidden.map((each) => each.words)) }) }) : null,
    hidden.length || isFiltered() ? el("p", { class: "ways" }, hidden.length ? door(`${state.view}-all`, { ...kept, hide: [], cut: [] }, again) : null,
      isFiltered() ? door(`${state.view}-clear`, { ...kept, ...OPEN }, t("clear")) : null) : null].filter(Boolean);
}

const hiddenWords = () => (DRAWINGS.has(state.view) ? hiddenLimits().map(({ words }) => words) : []);

// Beside a number that no filter changes, while there is one.
const ofWhole = () => (isFiltered() ? t("ofWhole") : "");

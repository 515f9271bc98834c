// Search: the way in. Names, aliases, codes and pinyin are folded once; a query is compared with all of them.

const search = { entries: [], found: [], active: -1 };
const FOUND = 12;
const CODES = new Set(["tickerSymbol", "code", "identifier"]);

function buildSearch() {
  search.entries = graph.nodes.map((node) => {
    const codes = node.properties.filter(([name]) => CODES.has(name)).flatMap(([, code]) => [code, code.split(".")[0]]);
    const legal = node.properties.filter(([name]) => name === "legalName").map(([, name]) => name);
    const names = [...new Set([node.label, node.english, ...node.aliases, ...legal, ...codes].filter(Boolean))];
    const spelled = node.spelled.map((text) => text.split(" "));
    return {
      i: node.i, names: names.map((shown) => ({ shown, key: fold(shown) })), spelled,
      initials: spelled.map((syllables) => syllables.map((s) => s[0]).join("")),
    };
  });
}

// How well a query fits: smaller is better, -1 is not at all.
function fit(entry, key) {
  let best = -1;
  let shown = "";
  const better = (score, name) => {
    if (best < 0 || score < best) [best, shown] = [score, name];
  };
  entry.names.forEach(({ key: name, shown: text }, n) => {
    const at = name.indexOf(key);
    if (at < 0) return;
    better(name === key ? Math.min(n, 1) : at === 0 ? 10 : 30, text);
  });
  if (!/^[a-z0-9]+$/.test(key)) return { best, shown };
  entry.initials.forEach((initials) => {
    const at = initials.indexOf(key);
    if (at >= 0) better(initials === key ? 5 : at === 0 ? 15 : 40, "");
  });
  if (best < 0 && entry.spelled.some((syllables) => isTyped(key, syllables))) better(20, "");
  return { best, shown };
}

// Whether the letters are typed beginnings of successive syllables: taibaosx, tbshouxian.
function isTyped(key, syllables) {
  const reach = (at, n) => {
    if (at === key.length) return true;
    if (n === syllables.length) return false;
    const syllable = syllables[n];
    let common = 0;
    while (common < syllable.length && key[at + common] === syllable[common]) common += 1;
    for (; common > 0; common -= 1) if (reach(at + common, n + 1)) return true;
    return false;
  };
  return syllables.some((syllable, n) => syllable[0] === key[0] && reach(0, n));
}

function find(text) {
  const key = fold(text);
  if (!key) return [];
  const hits = [];
  for (const entry of search.entries) {
    const { best, shown } = fit(entry, key);
    if (best >= 0) hits.push({ i: entry.i, score: best, shown });
  }
  const weight = ({ i }) => graph.nodes[i].total * 8 + Math.min(graph.nodes[i].edges.length, 7);
  hits.sort((a, b) => a.score - b.score || weight(b) - weight(a) || a.i - b.i);
  return hits.slice(0, FOUND);
}

function startSearch() {
  const input = byId("search");
  input.addEventListener("input", () => showFound(find(input.value)));
  input.addEventListener("focus", () => input.value && showFound(find(input.value)));
  input.addEventListener("blur", () => hideFound());
  input.addEventListener("keydown", onSearchKey);
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

function onSearchKey(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.isComposing) return;
  if (event.key in steps && search.found.length) {
    event.preventDefault();
    const count = search.found.length;
    search.active = (search.active + steps[event.key] + count) % count;
    markActive();
  } else if (event.key === "Enter" && search.found.length) {
    event.preventDefault();
    choose(search.found[Math.max(search.active, 0)].i);
  } else if (event.key === "Escape" && event.target.value) {
    event.stopPropagation();
    if (byId("found").hidden) event.target.value = "";
    hideFound();
  }
}

function showFound(found) {
  const list = byId("found");
  search.found = found;
  search.active = found.length ? 0 : -1;
  const rows = found.map(({ i, shown }, n) => el("li",
    { id: `found-${n}`, role: "option", onmousedown: (event) => { event.preventDefault(); choose(i); } },
    glyph(graph.nodes[i].kind), el("span", { class: "name", dir: "auto", text: nameOf(i) }),
    shown && shown !== nameOf(i) ? el("span", { class: "also", dir: "auto", text: shown }) : null,
    el("span", { class: "kind", text: className(graph.nodes[i].kind) })));
  list.replaceChildren(...(rows.length ? rows : [el("li", { class: "none", text: t("nothingFound") })]));
  list.hidden = byId("search").value.trim() === "";
  byId("search").setAttribute("aria-expanded", String(!list.hidden));
  markActive();
}

function markActive() {
  const rows = [...byId("found").children];
  rows.forEach((row, n) => row.setAttribute("aria-selected", String(n === search.active)));
  const active = rows[search.active];
  if (active) active.scrollIntoView({ block: "nearest" });
  byId("search").setAttribute("aria-activedescendant", search.active >= 0 ? `found-${search.active}` : "");
}

function hideFound() {
  byId("found").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
  byId("search").setAttribute("aria-activedescendant", "");
}

function choose(i) {
  hideFound();
  byId("search").value = "";
  showClass(graph.nodes[i].kind);
  select({ node: i }, { isSought: true });
}

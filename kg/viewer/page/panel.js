// The panel: what is known of a node or of facts, and the sentences that say so.

const NEIGHBOURS = 8;
const NAMES = 12;

async function drawPanel() {
  const panel = byId("panel");
  const ids = state.facts.length ? state.facts : state.node ? [state.node] : [];
  const now = (drawPanel.turn = (drawPanel.turn ?? 0) + 1);
  const found = ids.length ? await source.describe(ids) : [];
  const shown = !found.length ? [] : found[0].fact
    ? found.filter(({ fact }) => fact).flatMap((each, n) => factPanel(each, n === 0)) : await nodePanel(found[0]);
  if (now !== drawPanel.turn) return;
  const isFocused = panel.contains(document.activeElement);
  document.documentElement.classList.toggle("has-panel", found.length > 0);
  panel.hidden = !found.length;
  panel.replaceChildren(...shown.filter(Boolean));
  panel.scrollTop = 0;
  settleQuotes(panel);
  const head = panel.querySelector("h2") || panel.querySelector(".kicker");
  byId("said").textContent = head ? head.textContent : "";
  if (!isFocused || !head) return;
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
}

const nameOf = (node) => pick(node.label, node.english);

function nodeButton(node, text = "") {
  const name = nameOf(node);
  return el("button", { type: "button", class: "link", title: name, dir: "auto", onclick: () => select(node.id) }, el("bdi", { text: text || name }));
}

const backButton = () => el("button", { type: "button", class: "back", "aria-label": t("close"), title: t("close"), onclick: unselect, text: "×" });

function heading(node) {
  const also = node.english && node.english !== node.label ? pick(node.english, node.label) : "";
  return [
    backButton(),
    el("p", { class: "kicker" }, glyph(node.kind), className(node.kind)),
    el("h2", { dir: "auto" }, el("bdi", { text: nameOf(node) })),
    also ? el("p", { class: "also", lang: language === "zh" ? "en" : "zh", dir: "auto", text: also }) : null,
  ];
}

async function nodePanel(found) {
  const { node, quotes, article } = found;
  const groups = await Promise.all(found.relations.map((group) => neighbourGroup(node, group)));
  const evidence = evidenceList(quotes, { isQuiet: true, told: found.told });
  const isOrganization = node.kind.name === "Organization";
  return [
    ...heading(node), doors(node, article), ...findingsTold(found.findings, node), properties(found), ...(isOrganization ? [] : evidence), ...groups.flat(),
    ...(isOrganization ? evidence : []), ...otherwiseTold(found.otherwise), takeAway(node.id, quotes),
  ];
}

// Where one can go from a node: the views that have something to show of it.
function doors(node, article) {
  const button = (text, change) => el("button", { type: "button", onclick: () => go(change), text });
  const made = Object.entries(views).flatMap(([name, view]) => (name !== state.view || state.at !== node.id ? (view?.door?.(node, article) ?? []) : []));
  return el("p", { class: "buttons" }, ...made.map(([text, change]) => button(text, change)), ...(views[state.view].actions?.(node) ?? []));
}

// Properties that are not shown as they are written in the graph.
const SAID = new Map([["issued", dayWords], ["launchedOn", dayWords], ["language", languageWords]]);

function properties({ properties: all, aliases }) {
  const order = (name) => about.properties.get(name)?.i ?? 99;
  const rows = new Map();
  for (const [name, value, english] of [...all].sort((a, b) => order(a[0]) - order(b[0]))) {
    if (!rows.has(name)) rows.set(name, []);
    rows.get(name).push((SAID.get(name) ?? pick)(value, english));
  }
  const names = aliases.filter((alias) => !(rows.get("legalName") || []).includes(alias));
  const lines = [...rows].map(([name, values]) => {
    const words = about.properties.get(name) || { zh: name, en: name };
    const shown = /receiptCount$/i.test(name) ? values.map((value) => value + ofWhole()) : values;
    return propertyLine(words, name === "url" ? values.map(sourceLink) : longList(shown));
  });
  if (names.length) lines.push(propertyLine({ zh: WORDS.aliases[0], en: WORDS.aliases[1] }, longList(names)));
  return lines.length ? el("dl", { class: "properties" }, ...lines) : null;
}

// Names side by side, the first of them where there are many; a click brings the rest.
function longList(names) {
  if (names.length <= NAMES) return [listed(names)];
  const made = el("span", { text: listed(names.slice(0, NAMES)) });
  const more = el("button", { type: "button", class: "more", text: t("moreNeighbours", { n: names.length - NAMES }) });
  more.addEventListener("click", () => { made.textContent = listed(names); more.remove(); });
  return [made, " ", more];
}

function propertyLine(words, values) {
  return el("div", {}, el("dt", { text: pick(words.zh, words.en) }), el("dd", { dir: "auto" }, ...values));
}

function sourceLink(text) {
  const url = webAddress(text);
  return url ? el("a", { href: url, rel: "noopener noreferrer", target: "_blank", text: url }) : text;
}

// The neighbours by one relation in one direction, under a heading, as many as one can read; a click brings more.
async function neighbourGroup(node, { relation, isOut, count }) {
  const title = isOut ? pick(relation.outZh, relation.outEn) : pick(relation.inZh, relation.inEn);
  const list = el("ul", { class: "neighbours" });
  let skip = 0;
  const add = async () => {
    const { total, links } = await source.neighbours(node.id, { relation: relation.name, isOut, skip, limit: skip ? 60 : NEIGHBOURS });
    list.querySelector(".more")?.parentElement.remove();
    list.append(...links.map(neighbourRow));
    skip += links.length;
    if (total > skip) list.append(el("li", {}, el("button", { type: "button", class: "more", onclick: add, text: t("moreNeighbours", { n: total - skip }) })));
  };
  await add();
  return [el("h3", {}, title, el("span", { class: "count", text: `${count}${ofWhole()}` })), list];
}

function neighbourRow({ node, facts }) {
  const words = ({ year, rank, role, basis }) => [year, rank, role, basis && basis !== "stated" ? basisWords(basis) : ""].filter(Boolean).join(" · ");
  const quotes = facts.reduce((sum, fact) => sum + fact.quotes, 0);
  const open = () => selectFacts(facts.map(({ id }) => id));
  return el("li", {}, glyph(node.kind), nodeButton(node),
    el("span", { class: "said", dir: "auto", text: listed([...new Set(facts.map(words))].filter(Boolean)) }),
    quotes ? el("button", { type: "button", class: "proof", onclick: open, text: t("evidenceCount", { n: quotes }) }) : null);
}

const basisWords = (basis) => (basis in WORDS ? t(basis) : basis);

function factPanel({ fact, quotes, told, otherwise, findings }, isFirst) {
  const title = fact.isReceipt ? t("received") : pick(fact.relation.zh, fact.relation.en);
  const lines = fact.isReceipt ? receiptLines(fact) : [
    [className(fact.source.kind), [fact.source]], [pick(fact.relation.outZh, fact.relation.outEn), [fact.target]]];
  const words = [["year", fact.year], ["rank", fact.rank], ["day", dayWords(fact.day)], ["role", fact.role],
    ["basis", fact.basis && basisWords(fact.basis)], ["sure", fact.sure]];
  return [
    isFirst ? backButton() : el("hr"),
    el("p", { class: "kicker", text: title }),
    el("dl", { class: "fact" },
      ...lines.filter(([, nodes]) => nodes.length).map(([text, nodes]) => el("div", {}, el("dt", { text }),
        el("dd", {}, ...nodes.map((node) => el("span", { class: "of" }, glyph(node.kind), nodeButton(node)))))),
      ...words.filter(([, text]) => text).map(([key, text]) => el("div", {}, el("dt", { text: t(key) }), el("dd", { dir: "auto", text })))),
    ...findingsTold(findings), ...evidenceList(quotes, { basis: fact.basis, told }), ...otherwiseTold(otherwise),
    takeAway(fact.isNode ? fact.id : "", quotes),
  ];
}

function receiptLines({ winners, works, awards, edition }) {
  const words = (name) => className(about.classes.find((kind) => kind.name === name));
  return [[words("Organization"), winners], [words("Case"), works],
    [words("AwardCategory"), awards], [words("AwardEdition"), [edition].filter(Boolean)]];
}

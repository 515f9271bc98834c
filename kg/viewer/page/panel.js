// The panel: what is known of a node or of a link, and the sentences that say so.

const NEIGHBOURS = 12;
const QUOTES = 3;

function drawPanel() {
  const panel = byId("panel");
  const { selected } = state;
  const shown = !selected ? overview() : selected.facts ? factsPanel(selected.facts) : nodePanel(selected.node);
  const isFocused = panel.contains(document.activeElement);
  panel.replaceChildren(...shown.filter(Boolean));
  panel.scrollTop = 0;
  for (const passage of panel.querySelectorAll("blockquote")) {
    const line = parseFloat(getComputedStyle(passage).lineHeight);
    passage.scrollTop = line * Math.floor((passage.querySelector("mark").offsetTop - passage.offsetTop) / line - 3);
  }
  const head = panel.querySelector("h2") || panel.querySelector(".kicker");
  byId("said").textContent = selected ? head.textContent : "";
  if (!isFocused) return;
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
}

function overview() {
  const stats = [["receipts", graph.receipts.length]].map(([key, n]) => [t(key), n]);
  for (const kind of graph.classes) {
    if (["Organization", "Case", "AwardCategory"].includes(kind.name)) stats.push([className(kind), kind.count]);
  }
  const example = inOrderTold(graph.receipts).find((receipt) => receipt.fact.evidence.length);
  return [
    el("h2", { text: t("overview") }),
    el("dl", { class: "stats" }, ...stats.map(([text, n]) => el("div", {}, el("dt", { text }), el("dd", { text: n })))),
    el("p", { class: "hint", text: t("hint") }),
    ...ranking("ranking", "Organization"),
    ...ranking("awardRanking", "AwardCategory"),
    ...(example ? [el("h3", { text: t("example") }), quote(example.fact.evidence[0])] : []),
  ];
}

function ranking(key, type) {
  const all = graph.nodes.filter((node) => node.kind.name === type && node.total);
  const best = all.sort((a, b) => b.total - a.total || a.i - b.i).slice(0, 6);
  if (!best.length) return [];
  const rows = best.map((node) => el("li", {}, nodeButton(node.i),
    el("meter", { min: 0, max: best[0].total, value: node.total, "aria-hidden": "true" }),
    el("span", { class: "count", text: node.total })));
  return [el("h3", { text: t(key) }), el("ol", { class: "ranking" }, ...rows)];
}

function nodeButton(i, text = "") {
  const name = nameOf(i);
  return el("button", { type: "button", class: "link", title: name, dir: "auto", onclick: () => select({ node: i }) },
    el("bdi", { text: text || name }));
}

function backButton() {
  return el("button", { type: "button", class: "back", "aria-label": t("close"), title: t("close"), onclick: () => select(null), text: "×" });
}

function heading(kind, text, also) {
  return [
    backButton(),
    el("p", { class: "kicker" }, kind ? glyph(kind) : null, kind ? className(kind) : t("received")),
    el("h2", { dir: "auto" }, el("bdi", { text })),
    also ? el("p", { class: "also", lang: language === "zh" ? "en" : "zh", dir: "auto", text: also }) : null,
  ];
}

function nodePanel(i) {
  const node = graph.nodes[i];
  const also = node.english && node.english !== node.label ? pick(node.english, node.label) : "";
  const article = node.article === undefined ? null : graph.articles[node.article];
  const evidence = evidenceList(node.evidence, { isQuiet: true });
  const isOrganization = node.kind.name === "Organization";
  return [
    ...heading(node.kind, nameOf(i), also),
    networkButtons(i),
    properties(node),
    ...(isOrganization ? [] : evidence),
    ...neighbourGroups(node),
    ...(isOrganization ? evidence : []),
    article && article.text ? fullText(article) : null,
  ];
}

// Properties that are not shown as they are written in the graph.
const SAID = new Map([["issued", dayWords], ["launchedOn", dayWords], ["language", languageWords]]);

function properties(node) {
  const order = (name) => graph.properties.get(name)?.i ?? 99;
  const rows = new Map();
  for (const [name, value, english] of [...node.properties].sort((a, b) => order(a[0]) - order(b[0]))) {
    if (!rows.has(name)) rows.set(name, []);
    rows.get(name).push((SAID.get(name) ?? pick)(value, english));
  }
  const names = node.aliases.filter((alias) => !(rows.get("legalName") || []).includes(alias));
  const lines = [...rows].map(([name, values]) => {
    const words = graph.properties.get(name) || { zh: name, en: name };
    return propertyLine(words, name === "url" ? values.map(sourceLink) : [listed(values)]);
  });
  if (names.length) lines.push(propertyLine({ zh: WORDS.aliases[0], en: WORDS.aliases[1] }, [listed(names)]));
  return lines.length ? el("dl", { class: "properties" }, ...lines) : null;
}

function propertyLine(words, values) {
  const [main, small] = language === "zh" ? [words.zh, words.en] : [words.en, words.zh];
  return el("div", {}, el("dt", {}, main, el("small", { text: small })), el("dd", { dir: "auto" }, ...values));
}

function sourceLink(text) {
  const url = webAddress(text);
  return url ? el("a", { href: url, rel: "noopener noreferrer", target: "_blank", text: url }) : text;
}

// The neighbours under a heading for each relation and direction.
function neighbourGroups(node) {
  const groups = new Map();
  for (const edge of node.edges) {
    const isOut = edge.source === node.i;
    const key = edge.relation.i * 2 + (isOut ? 0 : 1);
    if (!groups.has(key)) groups.set(key, { edge, isOut, rows: [] });
    groups.get(key).rows.push(edge);
  }
  return [...groups.keys()].sort((a, b) => a - b).flatMap((key) => {
    const { edge, isOut, rows } = groups.get(key);
    const { relation } = edge;
    const title = isOut ? pick(relation.outZh, relation.outEn) : pick(relation.inZh, relation.inEn);
    return [el("h3", {}, title, el("span", { class: "count", text: rows.length })), neighbourList(node, rows)];
  });
}

function neighbourList(node, edges, limit = NEIGHBOURS) {
  const list = el("ul", { class: "neighbours" }, ...edges.slice(0, limit).map((edge) => neighbourRow(node, edge)));
  if (edges.length > limit) {
    const more = () => list.replaceWith(neighbourList(node, edges, limit + 60));
    list.append(el("li", {}, el("button", { type: "button", class: "more", onclick: more, text: t("moreNeighbours", { n: edges.length - limit }) })));
  }
  return list;
}

function neighbourRow(node, edge) {
  const { fact } = edge;
  const said = [fact.year, fact.rank, fact.role, fact.basis && fact.basis !== "stated" ? basisWords(fact.basis) : ""];
  const open = () => select({ facts: [fact.i] });
  return el("li", {}, glyph(graph.nodes[other(edge, node.i)].kind), nodeButton(other(edge, node.i)),
    el("span", { class: "said", dir: "auto", text: said.filter(Boolean).join(" · ") }),
    fact.evidence.length ? el("button", { type: "button", class: "proof", onclick: open, text: t("evidenceCount", { n: fact.evidence.length }) }) : null);
}

const basisWords = (basis) => (basis in WORDS ? t(basis) : basis);

function factsPanel(facts) {
  return facts.slice(0, 40).flatMap((i, n) => factPanel(graph.facts[i], n === 0));
}

function factPanel(fact, isFirst) {
  const first = fact.edges[0];
  const title = fact.receipt ? t("received") : pick(first.relation.zh, first.relation.en);
  const lines = fact.receipt ? receiptLines(fact) : [
    [pick(graph.nodes[first.source].kind.zh, graph.nodes[first.source].kind.en), [first.source]],
    [pick(first.relation.outZh, first.relation.outEn), [first.target]],
  ];
  const words = [["year", fact.year], ["rank", fact.rank], ["day", dayWords(fact.day)], ["role", fact.role],
    ["basis", fact.basis && basisWords(fact.basis)]];
  return [
    isFirst ? backButton() : el("hr"),
    el("p", { class: "kicker", text: title }),
    el("dl", { class: "fact" },
      ...lines.filter(([, nodes]) => nodes.length).map(([text, nodes]) => el("div", {}, el("dt", { text }),
        el("dd", {}, ...nodes.map((i) => el("span", { class: "of" }, glyph(graph.nodes[i].kind), nodeButton(i)))))),
      ...words.filter(([, text]) => text).map(([key, text]) => el("div", {}, el("dt", { text: t(key) }), el("dd", { dir: "auto", text })))),
    ...evidenceList(fact.evidence, { basis: fact.basis }),
  ];
}

function receiptLines({ receipt }) {
  const words = (name) => className(graph.classes.find((kind) => kind.name === name));
  const known = (i) => (i >= 0 ? [i] : []);
  return [[words("Organization"), receipt.winners], [words("Case"), known(receipt.work)],
    [words("AwardCategory"), known(receipt.award)], [words("AwardEdition"), known(receipt.edition)]];
}

function evidenceList(evidence, { basis = "", isQuiet = false } = {}) {
  if (evidence.length) {
    return [el("h3", {}, t("evidence"), el("span", { class: "count", text: evidence.length })), quotes(evidence)];
  }
  return isQuiet ? [] : [el("p", { class: "hint", text: t(basis === "registry" ? "fromRegistry" : "noEvidence") })];
}

function quotes(evidence, limit = QUOTES) {
  const made = el("div", {}, ...evidence.slice(0, limit).map(quote));
  if (evidence.length > limit) {
    const more = () => made.replaceWith(quotes(evidence, limit + 20));
    made.append(el("button", { type: "button", class: "more", onclick: more, text: t("moreNeighbours", { n: evidence.length - limit }) }));
  }
  return made;
}

// One piece of evidence: the passage with the quote marked, and where it stands.
function quote(e) {
  const { passage, start, end, verified } = graph.evidence[e];
  const { article, text } = graph.passages[passage];
  return el("figure", { class: "quote" },
    el("blockquote", { dir: "auto" }, text.slice(0, start), el("mark", { text: text.slice(start, end) }), text.slice(end)),
    verified ? null : el("p", { class: "warning", text: t("unverified") }),
    article >= 0 ? source(graph.articles[article]) : null);
}

function source(article) {
  const said = [article.publisher, article.issued].filter(Boolean).join(" · ");
  const link = article.url ? el("a", { href: article.url, rel: "noopener noreferrer", target: "_blank", text: t("original") }) : null;
  return el("figcaption", {}, nodeButton(article.node), el("span", { class: "said", dir: "auto", text: said }), link);
}

// The whole article with every quote from it marked; where quotes overlap, their union is.
function fullText(article) {
  const marks = graph.evidence.map((e) => ({ ...e, at: graph.passages[e.passage] }))
    .filter(({ at }) => at.article === article.i && at.start >= 0)
    .map(({ at, start, end }) => [at.start + start, at.start + end]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const body = el("div", { class: "text", dir: "auto" });
  let done = 0;
  for (const [start, end] of marks) {
    if (end <= done) continue;
    body.append(article.text.slice(done, Math.max(start, done)), el("mark", { text: article.text.slice(Math.max(start, done), end) }));
    done = end;
  }
  body.append(article.text.slice(done));
  return el("details", { open: true }, el("summary", { text: t("fullText") }), body);
}

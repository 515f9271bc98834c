// The article: what it says, with everything that the graph took from it marked where it stands. Where spans lie over
// each other, a click takes the smallest; the panel names the others.

// What of the drawn article is at hand: its marks, the pieces of text by the thing they are of, the piece last clicked.
const told = { article: null, marks: [], parts: new Map(), here: null };

const FACT_COLOURS = { receipt: "#F0C400", other: "#CC79A7" };

views.article = {
  isTab: false,
  key: () => [state.at, state.muted],
  async draw(root) {
    const now = turn;
    const found = await articleAt(state.at);
    if (now !== turn) return;
    Object.assign(told, { article: found?.article ?? null, node: found?.node ?? null, parts: new Map(), here: null });
    told.marks = found ? marksOf(found.article.spans) : [];
    root.replaceChildren(...(found ? [articleHead(found), el("div", { class: "spread" }, toldReceipts(), articleText(found.article))]
      : [el("p", { class: "empty", text: t("empty") })]));
  },
  mark: markArticle,
  status() {
    const kinds = kindsOf(told.marks);
    const silent = kinds.filter(({ key }) => state.muted.includes(key)).reduce((sum, { spans }) => sum + spans, 0);
    const words = [t("articleSays", { n: told.marks.length, k: kinds.reduce((sum, { ids }) => sum + ids.size, 0), m: receiptsTold().length }), silent ? t("spansMuted", { n: silent }) : "", isFiltered() ? t("unfiltered") : ""];
    return words.filter(Boolean).join(" · ");
  },
  door: (node, article) => (article ? [[t("readArticle"), readingOf(node)]] : []),
  sought: (node) => (told.marks.some(({ id }) => id === node.id) ? {} : null),
};

const readingOf = (node) => ({ view: "article", at: node.id, ...(state.node === node.id ? { node: "" } : {}) });

// The name of an article, which opens it with these facts lit, or with what is selected.
function articleButton(node, facts = null) {
  const name = nameOf(node);
  const lit = facts ? { facts, node: "" } : {};
  return el("button", { type: "button", class: "link", title: name, dir: "auto", onclick: () => go({ ...readingOf(node), ...lit }) }, el("bdi", { text: name }));
}

// The article of an id; without one, the first that the source has.
async function articleAt(id) {
  const wanted = id || (await source.table("articles", { limit: 1 })).rows[0]?.key;
  const [found] = wanted ? await source.describe([wanted]) : [];
  return found?.article ? found : null;
}

// Everything that is marked, longest first, so that the innermost comes last: nodes, and facts that are told themselves.
function marksOf(spans) {
  const marks = [];
  for (const { quote, nodes, facts } of spans) {
    const place = quote.at < 0 ? { start: -1, end: -1, quote } : { start: quote.at + quote.start, end: quote.at + quote.end, quote };
    for (const node of nodes) marks.push({ ...place, id: node.id, node, key: node.kind.name });
    for (const fact of facts) if (fact.isNode) marks.push({ ...place, id: fact.id, fact, key: fact.isReceipt ? "receipt" : fact.relation.name });
  }
  return marks.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start || Boolean(a.node) - Boolean(b.node));
}

// What a mark is of, in words.
const markWords = ({ node, fact, quote }) => (node?.kind.name === "Article" ? quote.text.slice(quote.start, quote.end) : node ? nameOf(node) : factWords(fact));
const kindWordsOf = ({ node, fact }) => (node?.kind.name === "Article" ? t("claims") : node ? className(node.kind) : fact.isReceipt ? t("receipts") : pick(fact.relation.zh, fact.relation.en));

function factWords(fact) {
  if (!fact.isReceipt) return `${nameOf(fact.source)} → ${nameOf(fact.target)}`;
  return [fact.winners, fact.works, fact.awards].map((nodes) => listed(nodes.map(nameOf))).filter(Boolean).join(" · ");
}

const colourOf = ({ node, fact }) => (node ? node.kind.colour : fact.isReceipt ? FACT_COLOURS.receipt : FACT_COLOURS.other);

// The kinds of the marks, facts first, then the classes in their order: { key, words, colour, things, spans }.
function kindsOf(marks) {
  const found = new Map();
  for (const mark of marks) {
    const order = mark.node ? mark.node.kind.i : mark.fact.isReceipt ? -2 : -1;
    if (!found.has(mark.key)) found.set(mark.key, { key: mark.key, words: kindWordsOf(mark), colour: colourOf(mark), order, ids: new Set(), spans: 0 });
    found.get(mark.key).ids.add(mark.node?.kind.name === "Article" ? mark.start : mark.id);
    found.get(mark.key).spans += 1;
  }
  return [...found.values()].sort((a, b) => a.order - b.order);
}

function articleHead({ node, article, findings, properties: rows }) {
  const language_ = rows.find(([name]) => name === "language");
  const said = [article.publisher, dayWords(article.issued), language_ && languageWords(language_[1])].filter(Boolean).join(" · ");
  const door = (to, text) => el("button", { type: "button", class: "door", disabled: !to, title: to ? nameOf(to) : "", onclick: () => to && go({ at: to.id, node: "", facts: [] }), text });
  return el("div", { class: "article-head" },
    el("div", { class: "turn" }, door(article.before, `‹ ${t("articleBefore")}`),
      el("span", { class: "count", text: t("placeOf", { n: article.place, m: article.of }) }), door(article.after, `${t("articleAfter")} ›`)),
    el("h2", { dir: "auto" }, el("bdi", { text: nameOf(node) })),
    el("p", { class: "meta", dir: "auto" }, el("span", { text: said }),
      article.url ? el("a", { href: article.url, rel: "noopener noreferrer", target: "_blank", text: t("original") }) : null,
      el("button", { type: "button", class: "link", onclick: () => select(node.id), text: t("details") })),
    el("div", { class: "kinds", role: "group", "aria-label": t("kindsOfSpans") }, ...kindsOf(told.marks).map(kindButton)),
    ...findingsTold(findings, node));
}

// A kind with the number of things of it, and of the places where they stand, which add up to what the status says; a click takes its marks away or brings them back.
function kindButton({ key, words, colour, ids, spans }) {
  const isOn = !state.muted.includes(key);
  const change = async () => {
    await go({ muted: isOn ? [...state.muted, key] : state.muted.filter((name) => name !== key) });
    byId(`mute-${key}`)?.focus();
  };
  return el("button", { id: `mute-${key}`, type: "button", "aria-pressed": String(isOn), onclick: change },
    tinted(el("span", { class: `mark ${key}`, text: words[0].toUpperCase() + words.slice(1) }), colour), el("span", { class: "count", text: spans === ids.size ? spans : t("spansOf", { n: ids.size, m: spans }) }));
}

function tinted(made, colour) {
  made.style.setProperty("--k", colour);
  return made;
}

// The receipts that the article tells, each once, in the order of the text.
function receiptsTold() {
  const found = new Map();
  for (const mark of told.marks) if (mark.key === "receipt" && !(found.get(mark.id)?.start <= mark.start)) found.set(mark.id, mark);
  return [...found.values()].sort((a, b) => a.start - b.start);
}

function toldReceipts() {
  const rows = receiptsTold();
  if (!rows.length) return null;
  const words = ({ winners, works, awards, year, rank }) => [listed(winners.map(nameOf)), awards.length ? listed(works.map(nameOf)) : "", year, rank].filter(Boolean).join(" · ");
  const button = ({ fact }) => el("button", { type: "button", "data-fact": fact.id, onclick: () => selectFacts([fact.id]) },
    el("span", { class: "name", dir: "auto" }, el("bdi", { text: listed([fact.awards, fact.works, fact.winners].find((nodes) => nodes.length)?.map(nameOf) ?? []) })), el("span", { class: "said", dir: "auto", text: words(fact) }));
  return el("details", { class: "told", open: !matchMedia("(max-width: 760px)").matches },
    el("summary", {}, t("receiptsHere"), el("span", { class: "count", text: rows.length })), el("ol", {}, ...rows.map((row) => el("li", {}, button(row)))));
}

// The text, whole where the page has it, else the passages that are quoted, with a sign where something is left out.
function articleText(article) {
  const marks = told.marks.filter(({ key, start }) => start >= 0 && !state.muted.includes(key));
  const loose = told.marks.filter(({ key, start }) => start < 0 && !state.muted.includes(key));
  const pieces = stretches(marks);
  const gap = () => el("p", { class: "gap", text: "⋯", title: t("skipped"), "aria-label": t("skipped"), role: "img" });
  const body = chunksOf(article).flatMap((chunk, n) => [n > 0 || chunk.at > 0 ? gap() : null, ...paragraphs(chunk).map((paragraph) => el("p", { dir: "auto" }, ...marked(paragraph, pieces)))]);
  const alone = (quote) => el("p", { dir: "auto" }, piece(quote.text.slice(quote.start, quote.end), loose.filter((mark) => mark.quote === quote)));
  const quotes = [...new Set(loose.map(({ quote }) => quote))].map(alone);
  const made = el("div", { class: "text", tabindex: 0, role: "region", "aria-label": t("articleText"), onkeydown: walkMarks },
    article.text ? null : el("p", { class: "hint", text: t("passagesOnly") }), ...body.filter(Boolean),
    quotes.length ? el("h3", { text: t("looseQuotes") }) : null, ...quotes);
  const [first] = made.querySelectorAll(".mark");
  if (first) first.tabIndex = 0;
  return made;
}

// The text as runs without holes: { at, text }.
function chunksOf(article) {
  if (article.text) return [{ at: 0, text: article.text }];
  const placed = article.spans.map(({ quote }) => quote).filter(({ at }) => at >= 0);
  const passages = new Map(placed.map(({ at, text }) => [`${at} ${text.length}`, { at, text }]));
  const made = [];
  for (const { at, text } of [...passages.values()].sort((a, b) => a.at - b.at)) {
    const last = made[made.length - 1];
    const end = last ? last.at + last.text.length : -1;
    if (last && at <= end) last.text += text.slice(end - at);
    else made.push({ at, text });
  }
  return made;
}

const paragraphs = ({ at, text }) => [...text.matchAll(/[^\n]+/g)].filter(([line]) => line.trim()).map((found) => ({ start: at + found.index, text: found[0] }));

// The runs of a text that have the same marks over them, in order: { start, end, marks }.
function stretches(marks) {
  const events = marks.flatMap((mark, order) => [[mark.start, 1, order], [mark.end, 0, order]]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const [made, open] = [[], new Set()];
  let from = 0;
  for (const [at, opens, order] of events) {
    if (open.size && at > from) made.push({ start: from, end: at, marks: [...open].sort((a, b) => a - b).map((n) => marks[n]) });
    from = at;
    if (opens) open.add(order);
    else open.delete(order);
  }
  return made;
}

function marked({ start, text }, pieces) {
  const made = [];
  let done = start;
  for (let n = firstAfter(pieces, start); n < pieces.length && pieces[n].start < start + text.length; n += 1) {
    const [from, to] = [Math.max(pieces[n].start, start), Math.min(pieces[n].end, start + text.length)];
    made.push(text.slice(done - start, from - start), piece(text.slice(from - start, to - start), pieces[n].marks));
    done = to;
  }
  return [...made, text.slice(done - start)];
}

function firstAfter(pieces, start) {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle].end <= start) low = middle + 1;
    else high = middle;
  }
  return low;
}

// One run: it looks like its innermost mark, on the ground of the fact that it helps to tell.
function piece(text, marks) {
  const inner = marks[marks.length - 1];
  const isTold = marks.some(({ fact }) => fact);
  const title = [...new Set(marks.map((mark) => `${kindWordsOf(mark)}：${markWords(mark)}`))].reverse().slice(0, 6).join("\n");
  const made = el("span", { class: `mark ${inner.key}${isTold ? " told-by" : ""}`, role: "button", tabindex: -1, dir: "auto", title,
    onclick: () => getSelection().isCollapsed && choosePiece(made, marks), text });
  for (const { id } of marks) {
    if (!told.parts.has(id)) told.parts.set(id, []);
    told.parts.get(id).push({ made, marks });
  }
  return tinted(made, colourOf(inner));
}

// The smallest first; facts that the same words tell are shown together.
function choosePiece(made, marks) {
  told.here = made;
  const inner = marks[marks.length - 1];
  if (inner.node) select(inner.id);
  else selectFacts(marks.filter(({ fact, start, end }) => fact && start === inner.start && end === inner.end).map(({ id }) => id));
}

// From one mark to the next by the arrows, and into it by the key.
function walkMarks(event) {
  const marks = [...event.currentTarget.querySelectorAll(".mark")];
  const at = marks.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if ((event.key === "Enter" || event.key === " ") && at >= 0) {
    event.preventDefault();
    marks[at].click();
  } else if (step && marks.length) {
    event.preventDefault();
    const next = marks[at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length];
    for (const mark of marks) mark.tabIndex = mark === next ? 0 : -1;
    next.focus();
  }
}

// Light what is selected, bring it into view, and name in the panel what else stands there.
function markArticle() {
  const root = views.article.root;
  const ids = state.facts.length ? state.facts : [state.node];
  for (const made of root.querySelectorAll(".text .on")) made.classList.remove("on");
  const lit = ids.flatMap((id) => told.parts.get(id) ?? []);
  for (const { made } of lit) made.classList.add("on");
  for (const row of root.querySelectorAll("[data-fact]")) row.setAttribute("aria-current", String(state.facts.includes(row.dataset.fact)));
  root.querySelector("[data-fact][aria-current=true]")?.scrollIntoView({ block: "nearest" });
  const here = lit.find(({ made }) => made === told.here) ?? lit[0];
  if (!here) return;
  told.here = here.made;
  if (!isSeen(here.made)) here.made.scrollIntoView({ block: "center" });
  const others = here.marks.filter(({ id }, n) => !ids.includes(id) && here.marks.findIndex((mark) => mark.id === id) === n).reverse();
  const beside = el("section", { class: "also-here" }, el("h3", { text: t("alsoHere") }), el("ul", { class: "neighbours" }, ...others.map(besideRow)));
  if (others.length) byId("panel").querySelector("h3, .quote, hr, .take")?.before(beside);
}

// Whether all of a mark is in the room that its text has, which ends where the panel of a phone begins.
function isSeen(made) {
  const [place, room, panel] = [made, made.closest(".text"), byId("panel")].map((each) => each.getBoundingClientRect());
  const floor = Math.min(room.bottom, getComputedStyle(byId("panel")).position === "fixed" ? panel.top : innerHeight);
  return place.top >= Math.max(room.top, 0) + 8 && place.bottom <= floor - 8;
}

function besideRow(mark) {
  const open = () => (mark.node ? select(mark.id) : selectFacts([mark.id]));
  return el("li", {}, mark.node ? glyph(mark.node.kind) : tinted(el("span", { class: "swatch", "aria-hidden": "true" }), colourOf(mark)),
    el("button", { type: "button", class: "link", dir: "auto", onclick: open }, el("bdi", { text: markWords(mark) })), el("span", { class: "said", text: kindWordsOf(mark) }));
}

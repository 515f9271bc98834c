// The text of an article, with every span in the colour of its kind. Where spans overlap, each keeps its own line.

const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]/gu;
const visible = (text) => text.replace(HIDDEN, "\ufffd");

const shownMarks = new Set(["receipt", "award", "case", "organization", "figure", "also", "left"]);
const drawn = { article: null, marks: [], parts: new Map() };

// Everything that is marked in an article, longest first, so that the innermost comes last.
function marksOf(article) {
  const marks = article.facts.flatMap((fact) => fact.spans.map(([start, end]) =>
    ({ start, end, kind: fact.kind, item: fact, isGone: fact.goes || (fact.said !== null && fact.said.verdict === "rejected") })));
  for (const [kind, name, start, end] of article.also) marks.push({ start, end, kind, name, item: null });
  for (const left of article.left) marks.push({ start: left.start, end: left.end, kind: "left", item: left });
  return marks.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
}

const groupOf = (kind) => (model.kinds.has(kind) || kind === "left" ? kind : "also");

// The stretches of a text that have the same marks over them, in order: [start, end, marks].
function stretches(marks) {
  const events = marks.flatMap((mark, order) => [[mark.start, 1, order], [mark.end, 0, order]]);
  events.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const made = [];
  const open = new Set();
  let from = 0;
  for (const [at, opens, order] of events) {
    if (open.size && at > from) made.push([from, at, [...open].sort((a, b) => a - b).map((n) => marks[n])]);
    from = at;
    if (opens) open.add(order);
    else open.delete(order);
  }
  return made;
}

function drawText(article) {
  const all = marksOf(article).filter((mark) => shownMarks.has(groupOf(mark.kind)));
  const summaries = all.filter((mark) => mark.kind === "summary");
  const marks = all.filter((mark) => mark.kind !== "summary");
  Object.assign(drawn, { article, marks, parts: new Map() });
  const pieces = stretches(marks);
  const body = el("div", { class: "body" });
  let [table, row] = [null, null];
  for (const block of blocksOf(article)) {
    const piece = drawBlock(article, block, pieces);
    if (summaries.some((mark) => mark.start < block.end && mark.end > block.start)) piece.classList.add("summed");
    if (block.kind !== "cell") {
      table = null;
      body.append(piece);
      continue;
    }
    if (!table || table.number !== block.table) {
      table = { number: block.table, body: el("tbody") };
      row = null;
      body.append(el("div", { class: "scroll" }, el("table", {}, table.body)));
    }
    if (!row || row.number !== block.row) {
      row = { number: block.row, made: el("tr") };
      table.body.append(row.made);
    }
    row.made.append(piece);
  }
  byId("text").replaceChildren(...head(article), body);
  byId("text").scrollTop = 0;
}

function head(article) {
  const said = [article.publisher, dayWords(article.published), article.source.split(/[\\/]/).pop()].filter(Boolean).join(" · ");
  return [
    el("h2", { dir: "auto", text: visible(article.title) || t("untitled") }),
    el("p", { class: "meta", dir: "auto" }, visible(said),
      article.url ? el("a", { href: article.url, rel: "noopener noreferrer", target: "_blank", text: t("original") }) : null),
  ];
}

// The blocks of an article, and between them whatever is no block and more than white space.
function* blocksOf(article) {
  let done = 0;
  for (const [kind, start, end, level, number, table, row, rowEnd, column, columnEnd, isHeader] of article.blocks) {
    yield* between(article.text, done, start);
    yield { kind, start, end, level, number, table, row, rows: rowEnd - row, columns: columnEnd - column, isHeader };
    done = end;
  }
  yield* between(article.text, done, article.text.length);
}

function* between(text, start, end) {
  if (text.slice(start, end).trim()) yield { kind: "paragraph", start, end, level: 0, number: "" };
}

function drawBlock(article, block, pieces) {
  const parts = [];
  let done = block.start;
  for (let n = firstAfter(pieces, block.start); n < pieces.length && pieces[n][0] < block.end; n += 1) {
    const [start, end] = [Math.max(pieces[n][0], block.start), Math.min(pieces[n][1], block.end)];
    parts.push(visible(article.text.slice(done, start)), part(article.text.slice(start, end), pieces[n][2], start));
    done = end;
  }
  parts.push(visible(article.text.slice(done, block.end)));
  if (block.kind === "cell") {
    return el(block.isHeader ? "th" : "td", { rowspan: block.rows, colspan: block.columns, "data-start": block.start }, ...parts);
  }
  const tag = block.kind === "heading" && block.level ? "h3" : "p";
  const mark = block.kind === "item" ? el("span", { class: "number", "aria-hidden": "true", text: block.number || "•" }) : null;
  return el(tag, { class: `block ${block.kind}`, "data-start": block.start }, mark, ...parts);
}

function firstAfter(pieces, start) {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle][1] <= start) low = middle + 1;
    else high = middle;
  }
  return low;
}

// One stretch: it looks like all its marks, and leads to the facts that they are of.
function part(text, marks, start) {
  const kinds = [...new Set(marks.filter((mark) => !mark.isGone).map((mark) => mark.kind))];
  const names = [...new Set(marks.map((mark) => kindWords(mark.kind) + (mark.name ? `：${mark.name}` : "")))];
  const made = el("span", { class: `mark ${kinds.join(" ")}`, title: visible(names.join(" · ")), "data-start": start }, visible(text));
  for (const { item } of marks) {
    if (!item) continue;
    if (!drawn.parts.has(item)) drawn.parts.set(item, []);
    drawn.parts.get(item).push(made);
  }
  const items = marks.map((mark) => mark.item).filter(Boolean).reverse();
  if (items.length) made.addEventListener("click", () => { if (getSelection().isCollapsed) selectOneOf(items); });
  return made;
}

function kindWords(kind) {
  const known = model.kinds.get(kind);
  return known ? pick(known.zh, known.en) : t(kind);
}

// Show in the text what is selected.
function markText(item, { scrolls }) {
  for (const made of byId("text").querySelectorAll(".on")) made.classList.remove("on");
  const parts = drawn.parts.get(item) || [];
  for (const made of parts) made.classList.add("on");
  if (!scrolls || !parts.length) return;
  const longest = parts.find((made) => isWithin(made, item)) || parts[0];
  longest.scrollIntoView({ block: "center", inline: "nearest", behavior: calm() ? "auto" : "smooth" });
}

// Whether a stretch stands in the passage that a fact rests on, rather than in another that names it as well.
function isWithin(made, item) {
  if (item.start === undefined || item.start < 0 || item.end !== undefined) return false;
  const start = unitsOf(drawn.article.text, item.start);
  const at = Number(made.dataset.start);
  return at >= start && at < start + item.quote.length;
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// What a person selected in the text: the passage and where it begins, or nothing.
function selectedPassage() {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed || !byId("text").contains(chosen.anchorNode)) return null;
  const range = chosen.getRangeAt(0);
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) return null;
  const text = drawn.article.text.slice(start, end);
  const lead = text.length - text.trimStart().length;
  return text.trim() ? { quote: text.trim(), at: start + lead } : null;
}

// The offset in the article of a place in what is drawn; `data-start` says where each piece begins.
function offsetOf(node, offset) {
  const owner = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!owner) return null;
  const before = document.createRange();
  before.setStart(owner, 0);
  before.setEnd(node, offset);
  const number = owner.querySelector(":scope > .number");
  const extra = number && before.toString().length ? number.textContent.length : 0;
  return Number(owner.dataset.start) + Math.max(0, before.toString().length - extra);
}

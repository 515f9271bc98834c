// Receipts, and the tables that count them, of the embedded source. A filter names what a receipt must have to do with:
//
//   { year, award, programme, organization, source, about (ids), kind (of a winner), sure (at least), hide, cut }
//
// An organization has to do with the receipts of its members too. `hide` are classes and `cut` relations that are not
// drawn. A table is one of the keys of KEYS, counted, or "receipts", "figures", "matrix".

const NO_YEAR = "none";

function countReceipts(base) {
  const { source, target, fact } = base.data.edges;
  const facts = base.data.facts.id.length;
  Object.assign(base, { receipts: [], receiptOf: new Int32Array(facts).fill(-1), firstEdge: new Int32Array(facts).fill(-1), filters: new Map() });
  for (let e = 0; e < source.length; e += 1) {
    const f = fact[e];
    if (base.firstEdge[f] < 0) base.firstEdge[f] = e;
    const [isWork, isAward] = [base.relationIs(e, "wonWith"), base.relationIs(e, "won")];
    if (!(isWork || isAward) || base.data.facts.id[f] === "") continue;
    if (base.receiptOf[f] < 0) {
      base.receiptOf[f] = base.receipts.length;
      base.receipts.push({ fact: f, winners: [], work: -1, award: -1, edition: base.data.facts.edition[f], programme: -1, articles: [], about: [] });
    }
    const receipt = base.receipts[base.receiptOf[f]];
    if (isWork) receipt.work = target[e];
    else receipt.award = target[e];
    const winner = source[e];
    if (base.classes[base.data.nodes.class[winner]].name === "Organization" && !receipt.winners.includes(winner)) receipt.winners.push(winner);
  }
  const above = new Map();
  base.above = (i) => above.get(i) || above.set(i, ancestors(base, i)).get(i);
  base.receipts.forEach((receipt) => settleReceipt(base, receipt));
  const lists = new Map();
  base.receipts.forEach(({ about }, r) => about.forEach((i) => (lists.get(i) || lists.set(i, []).get(i)).push(r)));
  base.receiptsOf = (i) => lists.get(i) || [];
}

// Every organization above this one, nearest first; a circle of parents ends where it began.
function ancestors(base, i) {
  const found = [];
  for (const queue = [i]; queue.length; ) {
    for (const parent of base.targets(queue.shift(), "subsidiaryOf")) {
      if (parent === i || found.includes(parent)) continue;
      found.push(parent);
      queue.push(parent);
    }
  }
  return found;
}

// Give a receipt its programme, its articles, and all nodes that it has to do with.
function settleReceipt(base, receipt) {
  const { evidence, passages, articles } = base.data;
  const { winners, work, award, edition } = receipt;
  const [programme] = [...(edition < 0 ? [] : base.targets(edition, "editionOf")), ...(award < 0 ? [] : base.targets(award, "categoryOf"))];
  receipt.programme = programme ?? -1;
  const told = (base.data.facts.evidence[receipt.fact] || []).map((q) => passages.article[evidence.passage[q]]).filter((a) => a >= 0);
  receipt.articles = [...new Set(told)].map((a) => articles.node[a]);
  const publishers = receipt.articles.flatMap((a) => base.targets(a, "publishedBy"));
  const around = work < 0 ? [] : [...base.targets(work, "concerns"), ...base.targets(work, "tookPlaceIn")];
  receipt.about = [...new Set([...winners, ...winners.flatMap(base.above), work, award, edition, receipt.programme,
    ...receipt.articles, ...publishers, ...around])].filter((i) => i >= 0);
}

const IDS = ["award", "programme", "organization", "source"];

// What a filter lets through: receipts, nodes and links. Filters that were used stay at hand.
function passing(base, filter) {
  const key = JSON.stringify(filter || {});
  if (!base.filters.has(key)) {
    if (base.filters.size > 60) base.filters.clear();
    base.filters.set(key, compiled(base, filter || {}));
  }
  return base.filters.get(key);
}

function compiled(base, filter) {
  const wanted = [...IDS.map((name) => filter[name]).filter(Boolean), ...(filter.about || [])].map(base.at);
  const isOpen = !wanted.length && !filter.year && !filter.kind && !filter.sure;
  const { year, sure } = base.data.facts;
  const test = ({ fact, about, winners }) => wanted.every((i) => about.includes(i))
    && (!filter.year || (year[fact] || NO_YEAR) === filter.year)
    && (!filter.kind || winners.some((i) => groupKey(base, i) === filter.kind))
    && (!filter.sure || sure[fact] === "" || Number(sure[fact]) >= Number(filter.sure));
  const receipts = isOpen ? base.receipts.map((_, r) => r) : base.receipts.flatMap((receipt, r) => (test(receipt) ? [r] : []));
  const kept = isOpen ? null : new Set(receipts);
  const nodes = isOpen ? null : reachable(base, receipts);
  const hidden = new Set(filter.hide || []);
  const cut = new Set(filter.cut || []);
  const node = (i) => (!nodes || nodes[i] === 1) && !hidden.has(base.classes[base.data.nodes.class[i]].name);
  const { source, target, relation, fact } = base.data.edges;
  const link = (e) => node(source[e]) && node(target[e]) && !cut.has(base.relations[relation[e]].name)
    && (!kept || base.receiptOf[fact[e]] < 0 || kept.has(base.receiptOf[fact[e]]));
  return { receipts, node, link };
}

// The nodes that these receipts speak of, and what hangs on their cases and awards.
function reachable(base, receipts) {
  const found = new Uint8Array(base.data.nodes.id.length);
  const { source, target } = base.data.edges;
  for (const r of receipts) {
    const { about, work, award } = base.receipts[r];
    for (const i of about) found[i] = 1;
    for (const i of [work, award]) {
      if (i < 0) continue;
      for (const e of base.edgesOf(i)) if (!base.relationIs(e, "won") && !base.relationIs(e, "wonWith")) found[source[e] === i ? target[e] : source[e]] = 1;
    }
  }
  return found;
}

const groupKey = (base, i) => (base.node(i).group || { zh: "" }).zh;
const known = (i) => (i < 0 ? [] : [i]);

// What a receipt counts for in each table; organizations count with their members.
const KEYS = {
  organizations: (base, { winners }) => [...winners, ...winners.flatMap(base.above)],
  groups: (base, { winners }) => winners.map((i) => base.above(i).at(-1) ?? i),
  subsidiaries: (base, { winners }) => winners.filter((i) => base.above(i).length),
  winners: (base, { winners }) => winners,
  awards: (base, { award }) => known(award),
  programmes: (base, { programme }) => known(programme),
  editions: (base, { edition }) => known(edition),
  cases: (base, { work }) => known(work),
  articles: (base, { articles }) => articles,
  publishers: (base, { articles }) => articles.flatMap((a) => base.targets(a, "publishedBy")),
  years: (base, { fact }) => [base.data.facts.year[fact] || NO_YEAR],
  kinds: (base, { winners }) => winners.map((i) => groupKey(base, i)).filter(Boolean),
};

// Rows { key, node or text, count }, by count; years by year. A receipt counts once for each key.
function counted(base, name, receipts) {
  const counts = new Map();
  for (const r of receipts) for (const key of new Set(KEYS[name](base, base.receipts[r]))) counts.set(key, (counts.get(key) || 0) + 1);
  const rows = [...counts].map(([key, count]) => ({ key: typeof key === "number" ? base.data.nodes.id[key] : key, node: typeof key === "number" ? base.node(key) : null, count }));
  const order = name === "years" ? (a, b) => (a.key === NO_YEAR) - (b.key === NO_YEAR) || (a.key < b.key ? -1 : 1)
    : (a, b) => b.count - a.count || (a.key < b.key ? -1 : 1);
  return rows.sort(order);
}

function tableOf(base, name, options) {
  const { filter = null, skip = 0, limit = 200 } = options;
  const { receipts } = passing(base, filter);
  if (name === "matrix") return matrixOf(base, receipts, options);
  if (name === "classes" || name === "nodes") return nodeTable(base, name, options);
  const rows = name === "receipts" ? receiptRows(base, receipts, options)
    : name === "figures" ? figureRows(base, receipts) : counted(base, name, receipts);
  return { total: rows.length, sum: receipts.length, rows: rows.slice(skip, skip + limit).map((row) => (typeof row === "number" ? base.fact(base.receipts[row].fact) : row)) };
}

// The nodes that a filter leaves, or how many there are of each class; classes that are not drawn count as well.
function nodeTable(base, name, { filter, skip = 0, limit = 200 }) {
  const { node } = passing(base, name === "classes" ? { ...filter, hide: [] } : filter);
  const all = base.data.nodes.class;
  if (name === "nodes") {
    const rows = all.flatMap((_, i) => (node(i) ? [i] : []));
    return { total: rows.length, rows: rows.slice(skip, skip + limit).map((i) => ({ node: base.node(i) })) };
  }
  const counts = base.classes.map(() => 0);
  all.forEach((type, i) => { if (node(i)) counts[type] += 1; });
  return { total: counts.length, rows: base.classes.map((kind, n) => ({ key: kind.name, count: counts[n] })) };
}

// Receipts by their words in a column, or in the order in which the articles tell them.
function receiptRows(base, receipts, { sort = "", isDown = false, lang = "zh" }) {
  if (!sort) return inOrderTold(base, receipts);
  const { label, english } = base.data.nodes;
  const name = (i) => (i < 0 ? "" : lang === "en" ? english[i] || label[i] : label[i]);
  const column = {
    organization: ({ winners }) => winners.map(name).join(" "), case: ({ work }) => name(work), award: ({ award }) => name(award),
    programme: ({ programme, edition }) => name(edition < 0 ? programme : edition), year: ({ fact }) => base.data.facts.year[fact],
    rank: ({ fact }) => base.data.facts.rank[fact], source: ({ articles }) => articles.map(name).join(" "),
    evidence: ({ fact }) => String((base.data.facts.evidence[fact] || []).length),
  }[sort];
  const collator = new Intl.Collator(lang === "en" ? "en" : "zh-Hans-CN", { numeric: true });
  const keys = new Map(receipts.map((r) => [r, column(base.receipts[r])]));
  const way = isDown ? -1 : 1;
  return [...receipts].sort((a, b) => (keys.get(a) === "") - (keys.get(b) === "") || way * collator.compare(keys.get(a), keys.get(b)) || a - b);
}

// Receipts in the order in which the articles tell them; those without evidence last.
function inOrderTold(base, receipts) {
  const { evidence, passages, facts } = base.data;
  const place = (r) => {
    const [first] = facts.evidence[base.receipts[r].fact] || [];
    if (first === undefined) return [Infinity, 0];
    const passage = evidence.passage[first];
    return [passages.article[passage], passages.start[passage] + evidence.start[first]];
  };
  const placed = receipts.map((r) => [r, ...place(r)]);
  return placed.sort((a, b) => (a[1] === b[1] ? a[2] - b[2] : a[1] - b[1]) || a[0] - b[0]).map(([r]) => r);
}

// The figures of the cases of these receipts: { node, work, winners, measure, value }.
function figureRows(base, receipts) {
  const seen = new Map();
  for (const r of receipts) {
    const { work, winners } = base.receipts[r];
    for (const i of work < 0 ? [] : base.targets(work, "hasFigure")) {
      if (!seen.has(i)) seen.set(i, { node: base.node(i), work: base.node(work), winners: winners.map(base.node), properties: base.data.nodes.properties[i] || [] });
    }
  }
  return [...seen.values()];
}

// A table of two ways: rows counted `by` one thing, cells `across` another: { columns, rows: [{ …, cells }] }.
function matrixOf(base, receipts, { by = "groups", across = "awards", limit = 12, wide = 12 }) {
  const rows = counted(base, by, receipts);
  const columns = counted(base, across, receipts);
  const shown = new Map(rows.slice(0, limit).map((row) => [row.key, { ...row, cells: new Array(Math.min(wide, columns.length)).fill(0) }]));
  const place = new Map(columns.slice(0, wide).map(({ key }, n) => [key, n]));
  const id = (key) => (typeof key === "number" ? base.data.nodes.id[key] : key);
  for (const r of receipts) {
    const ends = [...new Set(KEYS[across](base, base.receipts[r]))].map(id).filter((key) => place.has(key));
    for (const key of new Set(KEYS[by](base, base.receipts[r]).map(id))) {
      if (shown.has(key)) for (const end of ends) shown.get(key).cells[place.get(end)] += 1;
    }
  }
  return { total: rows.length, wide: columns.length, columns: columns.slice(0, wide), rows: [...shown.values()] };
}

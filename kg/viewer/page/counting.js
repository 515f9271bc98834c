// Receipts, and the tables that count them, of the embedded source. A filter names what a receipt must have to do with:
//
//   { year, award, programme, edition, organization, case, source, about (ids), kind (of a winner), sure (at least), hide, cut }
//
// An organization has to do with the receipts of its members too. `hide` are classes and `cut` relations that are not
// drawn. A table is one of the keys of KEYS, counted, or "receipts", "figures", "quotes", "findings", "matrix".

function countReceipts(base) {
  const { source, target, fact } = base.data.edges;
  const facts = base.data.facts.id.length;
  Object.assign(base, { receipts: [], receiptOf: new Int32Array(facts).fill(-1), firstEdge: new Int32Array(facts).fill(-1), filters: new Map(), columns: new Map() });
  for (let e = 0; e < source.length; e += 1) {
    const f = fact[e];
    if (base.firstEdge[f] < 0) base.firstEdge[f] = e;
    const [isWork, isAward] = [base.relationIs(e, "wonWith"), base.relationIs(e, "won")];
    if (!(isWork || isAward) || base.data.facts.id[f] === "") continue;
    if (base.receiptOf[f] < 0) {
      base.receiptOf[f] = base.receipts.length;
      base.receipts.push({ fact: f, winners: [], works: [], awards: [], edition: base.data.facts.edition[f], programme: -1, articles: [], publishers: [], about: [] });
    }
    const receipt = base.receipts[base.receiptOf[f]];
    const [ends, winner] = [isWork ? receipt.works : receipt.awards, source[e]];
    if (!ends.includes(target[e])) ends.push(target[e]);
    if (base.classes[base.data.nodes.class[winner]].name === "Organization" && !receipt.winners.includes(winner)) receipt.winners.push(winner);
  }
  base.above = remembered((i) => ancestors(base, i));
  base.setAbove = remembered((i) => new Set(base.above(i)));
  base.heads = remembered((i) => topsOf(base, i));
  base.receipts.forEach((receipt) => settleReceipt(base, receipt));
  const lists = new Map();
  base.receipts.forEach(({ about }, r) => about.forEach((i) => (lists.get(i) || lists.set(i, []).get(i)).push(r)));
  base.receiptsOf = (i) => lists.get(i) || [];
}

function remembered(make) {
  const found = new Map();
  return (i) => found.get(i) || found.set(i, make(i)).get(i);
}

// Every organization above this one, nearest first; a circle of parents ends where it began.
function ancestors(base, i) {
  const found = new Set([i]);
  for (const at of found) for (const parent of base.targets(at, "subsidiaryOf")) found.add(parent);
  found.delete(i);
  return [...found];
}

// The heads of the groups that an organization belongs to, itself where nothing is above it; organizations that belong to
// each other in a circle are one, headed by the smallest IRI (nodes stand in the order of theirs).
function topsOf(base, i) {
  const tops = [i, ...base.above(i)].filter((at) => base.above(at).every((parent) => base.setAbove(parent).has(at)));
  return [...new Set(tops.map((at) => base.above(at).reduce((a, b) => Math.min(a, b), at)))];
}

// Give a receipt its programme, its articles, and all nodes that it has to do with.
function settleReceipt(base, receipt) {
  const { evidence, passages, articles } = base.data;
  const { winners, works, awards, edition } = receipt;
  const [programme] = [...(edition < 0 ? [] : base.targets(edition, "editionOf")), ...awards.flatMap((award) => base.targets(award, "categoryOf"))];
  receipt.programme = programme ?? -1;
  const told = (base.data.facts.evidence[receipt.fact] || []).map((q) => passages.article[evidence.passage[q]]).filter((a) => a >= 0);
  receipt.articles = [...new Set(told)].map((a) => articles.node[a]);
  receipt.publishers = receipt.articles.flatMap((a) => base.targets(a, "publishedBy"));
  const around = works.flatMap((work) => [...base.targets(work, "concerns"), ...base.targets(work, "tookPlaceIn")]);
  receipt.about = [...new Set([...winners, ...winners.flatMap(base.above), ...works, ...awards, edition, receipt.programme,
    ...receipt.articles, ...receipt.publishers, ...around])].filter((i) => i >= 0);
}

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
  const wanted = Object.keys(KEYS_OF).filter((name) => filter[name]).map((name) => [KEYS_OF[name], base.at(filter[name])]);
  const around = (filter.about || []).map(base.at);
  const isOpen = !wanted.length && !around.length && !filter.year && !filter.kind && !filter.sure;
  const { year, sure } = base.data.facts;
  const test = ({ fact, about, winners }, r) => around.every((i) => about.includes(i))
    && wanted.every(([keys, i]) => keys(base, base.receipts[r]).includes(i))
    && (!filter.year || (year[fact] || NO_YEAR) === filter.year)
    && (!filter.kind || winners.some((i) => groupKey(base, i) === filter.kind))
    && (!filter.sure || sure[fact] === "" || Number(sure[fact]) >= Number(filter.sure));
  const receipts = isOpen ? base.receipts.map((_, r) => r) : base.receipts.flatMap((receipt, r) => (test(receipt, r) ? [r] : []));
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
  const centres = new Set();
  for (const r of receipts) {
    const { about, works, awards } = base.receipts[r];
    for (const i of about) found[i] = 1;
    for (const i of [...works, ...awards]) centres.add(i);
  }
  for (const i of centres) for (const e of base.edgesOf(i)) if (!base.relationIs(e, "won") && !base.relationIs(e, "wonWith")) found[source[e] === i ? target[e] : source[e]] = 1;
  return found;
}

const groupKey = (base, i) => (base.node(i).group || { zh: "" }).zh;
const known = (i) => (i < 0 ? [] : [i]);

// What a receipt counts for in each table; organizations count with their members.
const KEYS = {
  organizations: (base, { winners }) => [...winners, ...winners.flatMap(base.above)],
  groups: (base, { winners }) => winners.flatMap(base.heads),
  subsidiaries: (base, { winners }) => [...winners, ...winners.flatMap(base.above)].filter((i) => !base.heads(i).includes(i)),
  winners: (base, { winners }) => winners,
  awards: (base, { awards }) => awards,
  programmes: (base, { programme }) => known(programme),
  editions: (base, { edition }) => known(edition),
  cases: (base, { works }) => works,
  articles: (base, { articles }) => articles,
  publishers: (base, { publishers }) => publishers,
  years: (base, { fact }) => [base.data.facts.year[fact] || NO_YEAR],
  days: (base, { articles }) => articles.map((i) => said(base, i, "issued").slice(0, 10)).filter(Boolean),
  kinds: (base, { winners }) => winners.map((i) => groupKey(base, i)).filter(Boolean),
};

// What a filter by a node asks of a receipt: that the table counts it there, so that a number has as many rows behind it.
const KEYS_OF = { award: KEYS.awards, programme: KEYS.programmes, edition: KEYS.editions, organization: KEYS.organizations, case: KEYS.cases,
  source: (base, { articles, publishers }) => [...articles, ...publishers] };

// What each receipt counts for in a table: the keys of receipt r are keys[starts[r]] up to keys[starts[r + 1]], each once;
// a key is a node, or a word where the column has words.
function columnOf(base, name) {
  if (base.columns.has(name)) return base.columns.get(name);
  const [starts, keys, places] = [new Int32Array(base.receipts.length + 1), [], new Map()];
  base.receipts.forEach((receipt, r) => {
    for (const key of new Set(KEYS[name](base, receipt))) {
      if (typeof key === "string" && !places.has(key)) places.set(key, places.size);
      keys.push(typeof key === "string" ? places.get(key) : key);
    }
    starts[r + 1] = keys.length;
  });
  const words = ["years", "kinds", "days"].includes(name) ? [...places.keys()] : null;
  return base.columns.set(name, { starts, keys: Int32Array.from(keys), words }).get(name);
}

// Rows { key, count }, by count; years by year. A receipt counts once for each key.
function counted(base, name, receipts, { sort = "", isDown = false, lang = "zh", isWhole = false } = {}) {
  const { starts, keys, words } = columnOf(base, name);
  const counts = new Int32Array(words ? words.length : base.data.nodes.id.length);
  for (const r of receipts) for (let k = starts[r]; k < starts[r + 1]; k += 1) counts[keys[k]] += 1;
  const rows = [];
  // Asked for the whole table, articles that tell of no award stand in it too.
  const bare = new Set(isWhole && name === "articles" && receipts.length === base.receipts.length ? base.data.articles.node : []);
  counts.forEach((count, key) => { if (count || bare.has(key)) rows.push({ key, count }); });
  return rows.sort(orderOfRows(base, name, words, sort || (name === "years" ? "name" : "count"), sort ? isDown : name !== "years", lang));
}

// What stands in a row: { key, node or null, count, of? }.
function rowOf(base, name, { key, ...row }) {
  const { words } = columnOf(base, name);
  if (words) return { key: words[key], node: null, ...row };
  const made = { key: base.data.nodes.id[key], node: base.node(key), ...row };
  return name === "awards" ? { ...made, of: base.node(base.targets(key, "categoryOf")[0] ?? -1) } : made;
}

const collatorOf = (lang) => new Intl.Collator(lang === "en" ? "en" : "zh-Hans-CN", { numeric: true });

// Rows by count or by name; what has no year comes last.
function orderOfRows(base, name, words, sort, isDown, lang) {
  const way = isDown ? -1 : 1;
  const ids = (a, b) => a.key - b.key;
  if (sort === "count") return (a, b) => way * (a.count - b.count) || (words ? (words[a.key] < words[b.key] ? -1 : 1) : ids(a, b));
  const { label, english } = base.data.nodes;
  const collator = collatorOf(lang);
  if (words) return (a, b) => (words[a.key] === NO_YEAR) - (words[b.key] === NO_YEAR) || way * collator.compare(words[a.key], words[b.key]);
  return (a, b) => way * collator.compare((lang === "en" && english[a.key]) || label[a.key], (lang === "en" && english[b.key]) || label[b.key]) || ids(a, b);
}

// The keys of a counted table under two filters side by side: { total, rows: [{ …, counts }] }, of all, or of those in
// `both`, in the `first` only, in the `second` only; years in their order, else most in both together first.
const PARTS = { all: () => true, both: ([a, b]) => a && b, first: ([a, b]) => a && !b, second: ([a, b]) => b && !a };

function besideTable(base, name, { beside, part = "all", skip = 0, limit = 200 }) {
  const found = new Map();
  beside.forEach((filter, n) => counted(base, name, passing(base, filter).receipts).forEach(({ key, count }) => {
    if (!found.has(key)) found.set(key, { key, count: 0, counts: [0, 0] });
    found.get(key).count += count;
    found.get(key).counts[n] = count;
  }));
  const rows = [...found.values()].filter(({ counts }) => PARTS[part](counts))
    .sort(orderOfRows(base, name, columnOf(base, name).words, name === "years" ? "name" : "count", name !== "years", ""));
  return { total: rows.length, rows: rows.slice(skip, skip + limit).map((row) => rowOf(base, name, row)) };
}

function tableOf(base, name, options) {
  const { filter = null, skip = 0, limit = 200 } = options;
  if (options.beside) return besideTable(base, name, options);
  const { receipts } = passing(base, filter);
  if (name === "matrix") return matrixOf(base, receipts, options);
  if (name === "classes" || name === "nodes") return nodeTable(base, name, options);
  const [rows, shown] = name === "receipts" ? [receiptRows(base, receipts, options), (r) => base.fact(base.receipts[r].fact)]
    : name === "figures" ? [figureRows(base, filter), (row) => figureValue(base, row)]
    : name === "quotes" ? [quoteRows(base, filter), (q) => quoteProof(base, q)]
    : name === "findings" ? [findingRows(base, filter), (r) => findingValue(base, r)]
    : [counted(base, name, receipts, options), (row) => rowOf(base, name, row)];
  return { total: rows.length, sum: receipts.length, rows: rows.slice(skip, skip + limit).map(shown) };
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
  const { label, english } = base.data.nodes;
  const name = (i) => (i < 0 ? "" : lang === "en" ? english[i] || label[i] : label[i]);
  const columns = {
    organization: ({ winners }) => winners.map(name).join(" "), case: ({ works }) => works.map(name).join(" "), award: ({ awards }) => awards.map(name).join(" "),
    programme: ({ programme, edition }) => name(edition < 0 ? programme : edition), year: ({ fact }) => base.data.facts.year[fact],
    rank: ({ fact }) => base.data.facts.rank[fact], source: ({ articles }) => articles.map(name).join(" "),
    evidence: ({ fact }) => String((base.data.facts.evidence[fact] || []).length),
  };
  if (!Object.hasOwn(columns, sort)) return inOrderTold(base, receipts);
  const column = columns[sort];
  const collator = collatorOf(lang);
  const keys = new Map(receipts.map((r) => [r, column(base.receipts[r])]));
  const way = isDown ? -1 : 1;
  return [...receipts].sort((a, b) => (keys.get(a) === "") - (keys.get(b) === "") || way * collator.compare(keys.get(a), keys.get(b)) || a - b);
}

// Receipts in the order in which the articles tell them; those without evidence last.
function inOrderTold(base, receipts) {
  const { evidence, passages, facts } = base.data;
  if (!base.told) {
    const first = base.receipts.map(({ fact }) => facts.evidence[fact]?.[0] ?? -1);
    const article = first.map((q) => (q < 0 ? Infinity : passages.article[evidence.passage[q]]));
    const start = first.map((q) => (q < 0 ? 0 : passages.start[evidence.passage[q]] + evidence.start[q]));
    base.told = new Int32Array(base.receipts.length);
    base.receipts.map((_, r) => r).sort((a, b) => (article[a] === article[b] ? start[a] - start[b] : article[a] - article[b]) || a - b).forEach((r, n) => { base.told[r] = n; });
  }
  return [...receipts].sort((a, b) => base.told[a] - base.told[b]);
}

// The figures that a filter leaves, as [figure, work].
function figureRows(base, filter) {
  const { source, target, relation } = base.data.edges;
  const { node } = passing(base, { ...filter, hide: [], cut: [] });
  const kind = base.relations.findIndex(({ name }) => name === "hasFigure");
  const seen = new Map();
  relation.forEach((each, e) => { if (each === kind && node(source[e]) && node(target[e]) && !seen.has(target[e])) seen.set(target[e], source[e]); });
  return [...seen];
}

function figureValue(base, [i, work]) {
  const winners = new Set(base.receiptsOf(work).flatMap((r) => base.receipts[r].winners));
  return { node: base.node(i), work: base.node(work), winners: [...winners].map(base.node), properties: base.data.nodes.properties[i] || [] };
}

// The quotes that prove a node or a fact that a filter leaves.
function quoteRows(base, filter) {
  const { nodes, facts, evidence } = base.data;
  if (!base.proofs) {
    base.proofs = evidence.passage.map(() => ({ nodes: [], facts: [] }));
    for (const [kind, column] of [["nodes", nodes.evidence], ["facts", facts.evidence]]) column.forEach((rows, n) => (rows || []).forEach((q) => base.proofs[q][kind].push(n)));
  }
  const { node, link } = passing(base, { ...filter, hide: [], cut: [] });
  return base.proofs.flatMap((proof, q) => (proof.nodes.some(node) || proof.facts.some((f) => link(base.firstEdge[f])) ? [q] : []));
}

const quoteProof = (base, q) => ({ quote: quoteValue(base, q), nodes: base.proofs[q].nodes.map(base.node), facts: base.proofs[q].facts.map(base.fact) });

// A table of two ways: rows counted `by` one thing, cells `across` another, of which those with the most in these rows
// come first (years in their order, the last ones): { total, wide, columns, rows: [{ …, cells }] }.
function matrixOf(base, receipts, { by = "groups", across = "awards", limit = 12, wide = 12 }) {
  const rows = counted(base, by, receipts);
  const [down, over] = [columnOf(base, by), columnOf(base, across)];
  const shown = new Map(rows.slice(0, limit).map((row) => [row.key, row]));
  const told = receipts.filter((r) => { for (let k = down.starts[r]; k < down.starts[r + 1]; k += 1) if (shown.has(down.keys[k])) return true; return false; });
  const columns = counted(base, across, told).slice(across === "years" ? -wide : 0).slice(0, wide);
  const place = new Map(columns.map(({ key }, n) => [key, n]));
  for (const row of shown.values()) row.cells = columns.map(() => 0);
  for (const r of told) {
    for (let k = down.starts[r]; k < down.starts[r + 1]; k += 1) {
      const row = shown.get(down.keys[k]);
      for (let n = over.starts[r]; row && n < over.starts[r + 1]; n += 1) if (place.has(over.keys[n])) row.cells[place.get(over.keys[n])] += 1;
    }
  }
  return { total: rows.length, wide: counted(base, across, receipts).length, columns: columns.map((row) => rowOf(base, across, row)), rows: [...shown.values()].map((row) => rowOf(base, by, row)) };
}

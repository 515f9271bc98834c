// The source: the one interface through which the page gets its data. Here it answers from the data block; a server
// answers the same five questions over a store of any size (served.js), so every answer is a promise and nothing asks for all.
//
//   about()                                   what the graph is: { classes, relations, properties, counts, … }
//   search(text, limit)                       [{ node, shown }], best first
//   describe(ids)                             of nodes and facts, all that is known, with quotes, and what is told otherwise
//   neighbours(id, { filter, relation, isOut, among, skip, limit })   { total, nodes, links: [{ node, relation, isOut, facts }] }
//   table(name, { filter, sort, isDown, skip, limit, … })             { total, rows }, see counting.js
//
// A node is { id, kind, label, english, group, receipts, degree }, a fact { id, relation, source, target, winners, works,
// awards, edition, year, … }; ids are IRIs without the common base. The same node is the same object every time.

function openSource(data) {
  const base = { data, ids: new Map(data.nodes.id.map((id, i) => [id, i])), nodes: [], facts: [] };
  base.classes = data.classes.map(([name, zh, en, colour, shape, size, shown], i) =>
    ({ i, name, zh, en, colour, shape, size, shown: shown === 1, count: 0 }));
  base.relations = data.relations.map(([name, zh, en, outZh, outEn, inZh, inEn], i) =>
    ({ i, name, zh, en, outZh, outEn, inZh, inEn, count: 0 }));
  for (const type of data.nodes.class) base.classes[type].count += 1;
  for (const relation of data.edges.relation) base.relations[relation].count += 1;
  base.at = (id) => base.ids.get(id) ?? base.ids.get(id.startsWith(data.base) ? id.slice(data.base.length) : "") ?? -1;
  base.node = (i) => (i < 0 ? null : base.nodes[i] || (base.nodes[i] = nodeValue(base, i)));
  base.fact = (f) => base.facts[f] || (base.facts[f] = factValue(base, f));
  learnSigns(data.traditional);
  tieEdges(base);
  countReceipts(base);
  const finder = indexNames(base);
  return {
    about: async () => aboutValue(base),
    search: async (text, limit) => finder(text, limit).map(({ i, shown }) => ({ node: base.node(i), shown })),
    describe: async (ids) => ids.map((id) => described(base, id)).filter(Boolean),
    neighbours: async (id, options = {}) => neighboursOf(base, base.at(id), options),
    table: async (name, options = {}) => tableOf(base, name, options),
  };
}

// The edges of each node as a run of one array: edges of node i are tied[starts[i]] up to tied[starts[i + 1]].
function tieEdges(base) {
  const { source, target } = base.data.edges;
  const starts = new Int32Array(base.data.nodes.id.length + 1);
  for (let e = 0; e < source.length; e += 1) {
    starts[source[e] + 1] += 1;
    if (target[e] !== source[e]) starts[target[e] + 1] += 1;
  }
  for (let i = 1; i < starts.length; i += 1) starts[i] += starts[i - 1];
  const [tied, next] = [new Int32Array(starts[starts.length - 1]), starts.slice()];
  for (let e = 0; e < source.length; e += 1) {
    tied[next[source[e]]++] = e;
    if (target[e] !== source[e]) tied[next[target[e]]++] = e;
  }
  base.edgesOf = (i) => tied.subarray(starts[i], starts[i + 1]);
  base.relationIs = (e, name) => base.relations[base.data.edges.relation[e]].name === name;
  base.edgesTo = gathered(base, target);
  base.edgesFrom = gathered(base, source);
  base.sources = (i, name) => base.edgesTo(i, name).map((e) => source[e]);
  base.targets = (i, name) => base.edgesFrom(i, name).map((e) => target[e]);
}

// The edges of one relation at one of their ends, gathered once for each relation: whoever asks does not walk a hub.
function gathered(base, ends) {
  const found = new Map();
  return (i, name) => {
    if (!found.has(name)) {
      const edges = new Map();
      ends.forEach((end, e) => { if (base.relationIs(e, name)) (edges.get(end) || edges.set(end, []).get(end)).push(e); });
      found.set(name, edges);
    }
    return found.get(name).get(i) || [];
  };
}

function nodeValue(base, i) {
  const { id, class: type, label, english, properties } = base.data.nodes;
  const kind = (properties[i] || []).find(([name]) => name === "classification" || name === "type");
  return {
    i, id: id[i], kind: base.classes[type[i]], label: label[i], english: english[i],
    group: kind ? { zh: kind[1], en: kind[2] || kind[1] } : null,
    receipts: base.receiptsOf(i).length, degree: base.edgesOf(i).length,
    isGroup: base.classes[type[i]].name === "Organization" && base.sources(i, "subsidiaryOf").length > 0,
  };
}

// A fact with its ends; a receipt has winners, work, award and edition besides.
function factValue(base, f) {
  const said = Object.fromEntries(Object.entries(base.data.facts).map(([name, column]) => [name, column[f]]));
  const receipt = base.receiptOf[f] < 0 ? null : base.receipts[base.receiptOf[f]];
  const e = base.firstEdge[f];
  return {
    id: said.id || `x${f}`, isNode: said.id !== "", isReceipt: receipt !== null,
    relation: base.relations[base.data.edges.relation[e]],
    source: base.node(base.data.edges.source[e]), target: base.node(base.data.edges.target[e]),
    winners: receipt ? receipt.winners.map(base.node) : [], chains: receipt ? receipt.winners.map((i) => chainsOf(base, i)) : [],
    works: receipt ? receipt.works.map(base.node) : [], awards: receipt ? receipt.awards.map(base.node) : [], edition: receipt && base.node(receipt.edition),
    programme: receipt && base.node(receipt.programme), articles: receipt ? receipt.articles.map(base.node) : [],
    year: said.year, rank: said.rank, day: said.day, basis: said.basis, role: said.role, sure: said.sure,
    quotes: (said.evidence || []).length,
  };
}

// The shortest way from an organization up to each head of its groups, nearest first: [{ node, fact, basis }, …].
function chainsOf(base, i) {
  const { target, fact } = base.data.edges;
  const ways = new Map([[i, []]]);
  for (const [at, way] of ways) for (const e of base.edgesFrom(at, "subsidiaryOf")) if (!ways.has(target[e])) ways.set(target[e], [...way, e]);
  const step = (e) => ({ node: base.node(target[e]), fact: base.data.facts.id[fact[e]] || `x${fact[e]}`, basis: base.data.facts.basis[fact[e]] });
  return base.heads(i).filter((head) => head !== i).map((head) => ways.get(head).map(step));
}

function aboutValue(base) {
  const { articles, properties, validation } = base.data;
  const days = articles.node.map((i) => said(base, i, "issued").slice(0, 10)).filter(Boolean).sort();
  return {
    classes: base.classes, relations: base.relations, validation: validation || null, base: base.data.base,
    properties: new Map(properties.map(([name, zh, en], i) => [name, { i, zh, en }])),
    counts: { nodes: base.data.nodes.id.length, links: base.data.edges.source.length, receipts: base.receipts.length,
      articles: articles.node.length, quotes: base.data.evidence.passage.length,
      unchecked: base.data.evidence.verified.filter((said) => said === 2).length },
    findings: { shown: base.data.findings.zh.length, all: validation ? validation.violations + validation.warnings : 0 },
    whole: base.data.whole ? { receipts: base.data.whole[0], nodes: base.data.whole[1] } : null,
    period: days.length ? [days[0], days[days.length - 1]] : null,
    publishers: base.relations.find(({ name }) => name === "publishedBy").count,
    isGraded: base.data.facts.sure.some(Boolean),
    kinds: new Map(base.data.nodes.properties.flatMap((rows) => (rows || []).filter(([name]) => name === "classification").map(([, zh, en]) => [zh, [zh, en || zh]]))),
  };
}

const said = (base, i, name) => ((base.data.nodes.properties[i] || []).find(([known]) => known === name) || ["", ""])[1];

function described(base, id) {
  const i = base.at(id);
  if (i >= 0) return describedNode(base, i);
  if (!base.factIds) base.factIds = new Map(base.data.facts.id.map((key, f) => [key || `x${f}`, f]));
  const f = base.factIds.get(id);
  return f === undefined ? null : { ...describedFact(base, f), otherwise: otherReceipts(base, f), findings: findingsOf(base, (r) => base.data.findings.fact[r] === f) };
}

const describedFact = (base, f) => ({ fact: base.fact(f), told: base.fact(f).quotes, quotes: (base.data.facts.evidence[f] || []).map((q) => quoteValue(base, q)) });

function describedNode(base, i) {
  const { aliases, properties, evidence } = base.data.nodes;
  const article = base.data.articles.node.indexOf(i);
  return {
    node: base.node(i), aliases: aliases[i] || [], properties: properties[i] || [],
    findings: findingsOf(base, (r) => base.data.findings.node[r] === i || base.data.findings.article[r] === i),
    otherwise: otherFigures(base, i), told: (evidence[i] || []).length, relations: relationsOf(base, i), quotes: (evidence[i] || []).map((q) => quoteValue(base, q)),
    article: article < 0 ? null : { ...articleValue(base, article), ...placeOf(base, article), text: base.data.articles.text[article], spans: spansOf(base, article) },
  };
}

// The relations of a node with the number of its links each, in the order of the legend.
function relationsOf(base, i) {
  const found = new Map();
  for (const e of base.edgesOf(i)) {
    const isOut = base.data.edges.source[e] === i;
    const key = base.data.edges.relation[e] * 2 + (isOut ? 0 : 1);
    if (!found.has(key)) found.set(key, { relation: base.relations[base.data.edges.relation[e]], isOut, count: 0 });
    found.get(key).count += 1;
  }
  return [...found.keys()].sort((a, b) => a - b).map((key) => found.get(key));
}

function articleValue(base, a) {
  const node = base.data.articles.node[a];
  const [publisher] = base.targets(node, "publishedBy");
  return {
    node: base.node(node), publisher: base.data.articles.publisher[a] || (publisher === undefined ? "" : base.data.nodes.label[publisher]),
    issued: said(base, node, "issued"), url: webAddress(said(base, node, "url")),
  };
}

// Where an article stands among all by their days: { place, of, before, after }.
function placeOf(base, article) {
  const { node } = base.data.articles;
  if (!base.byDay) {
    const days = node.map((i) => said(base, i, "issued"));
    base.byDay = node.map((_, a) => a).sort((a, b) => (days[a] < days[b] ? -1 : days[a] > days[b] ? 1 : a - b));
  }
  const at = base.byDay.indexOf(article);
  const beside = (a) => (a === undefined ? null : base.node(node[a]));
  return { place: at + 1, of: node.length, before: beside(base.byDay[at - 1]), after: beside(base.byDay[at + 1]) };
}

function quoteValue(base, q) {
  const { evidence, passages } = base.data;
  const passage = evidence.passage[q];
  return {
    text: passages.text[passage], start: evidence.start[q], end: evidence.end[q], verified: evidence.verified[q] === 1, isUnchecked: evidence.verified[q] === 2,
    at: passages.start[passage], article: passages.article[passage] < 0 ? null : articleValue(base, passages.article[passage]),
  };
}

// What an article says, where: its passages in order, each with the quotes in it and what each quote proves.
function spansOf(base, article) {
  const { evidence, passages, nodes, facts } = base.data;
  const here = new Map();
  evidence.passage.forEach((passage, q) => { if (passages.article[passage] === article) here.set(q, { quote: quoteValue(base, q), nodes: [], facts: [] }); });
  const note = (column, kind, value) => column.forEach((rows, n) => (rows || []).forEach((q) => here.has(q) && here.get(q)[kind].push(value(n))));
  note(nodes.evidence, "nodes", base.node);
  note(facts.evidence, "facts", base.fact);
  return [...here.values()];
}

// The links of a node, those to one node by one relation as one; `among` keeps those to some nodes.
function neighboursOf(base, i, { filter = null, relation = "", isOut = null, among = null, skip = 0, limit = 60 }) {
  if (i < 0) return { total: 0, nodes: 0, links: [] };
  const { source, target, relation: relations, fact } = base.data.edges;
  const [passes, some] = [passing(base, filter), among && new Set(among.map(base.at))];
  const found = new Map();
  for (const e of base.edgesOf(i)) {
    const out = source[e] === i;
    const n = out ? target[e] : source[e];
    const kind = base.relations[relations[e]];
    if ((relation && kind.name !== relation) || (isOut !== null && out !== isOut) || (some && !some.has(n))) continue;
    if (!passes.link(e)) continue;
    const key = `${kind.i} ${out} ${n}`;
    if (!found.has(key)) found.set(key, { node: n, relation: kind, isOut: out, facts: new Set() });
    found.get(key).facts.add(fact[e]);
  }
  const links = [...found.values()].sort((a, b) => a.relation.i - b.relation.i || a.isOut - b.isOut
    || base.receiptsOf(b.node).length - base.receiptsOf(a.node).length || a.node - b.node);
  return {
    total: links.length, nodes: new Set(links.map(({ node }) => node)).size,
    links: links.slice(skip, skip + limit).map((link) => ({ ...link, node: base.node(link.node), facts: [...link.facts].map(base.fact) })),
  };
}

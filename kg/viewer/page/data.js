// The graph as the page uses it: rows of the data block become nodes, edges, facts and receipts that know each other.

const graph = {
  base: "", classes: [], relations: [], properties: new Map(), nodes: [], edges: [], facts: [], receipts: [],
  evidence: [], passages: [], articles: [], ids: new Map(),
};

function buildGraph(data) {
  graph.base = data.base;
  graph.classes = data.classes.map(([name, zh, en, colour, shape, size, shown], i) =>
    ({ i, name, zh, en, colour, shape, size, shown: shown === 1, count: 0 }));
  graph.relations = data.relations.map(([name, zh, en, outZh, outEn, inZh, inEn], i) =>
    ({ i, name, zh, en, outZh, outEn, inZh, inEn }));
  graph.properties = new Map(data.properties.map(([name, zh, en], i) => [name, { i, zh, en }]));
  graph.evidence = data.evidence.map(([passage, start, end, verified]) => ({ passage, start, end, verified: verified === 1 }));
  graph.passages = data.passages.map(([article, text, start]) => ({ article, text, start }));
  graph.nodes = data.nodes.map(buildNode);
  graph.facts = data.facts.map(([id, year, rank, edition, day, basis, role, evidence], i) =>
    ({ i, id: id || `x${i}`, isNode: id !== "", year, rank, edition, day, basis, role, evidence, edges: [] }));
  data.edges.forEach(addEdge);
  for (const node of graph.nodes) graph.ids.set(node.id, node.i);
  graph.receipts = graph.facts.filter((fact) => fact.isNode && fact.edges.some(isWin)).map(buildReceipt);
  graph.articles = data.articles.map(buildArticle);
  countReceipts();
}

function buildNode([id, type, label, english, aliases, spelled, properties, evidence], i) {
  const kind = graph.classes[type];
  kind.count += 1;
  return { i, id, kind, label, english, aliases, spelled, properties, evidence, edges: [], receipts: [], own: 0, total: 0 };
}

function addEdge([source, target, relation, fact], i) {
  const edge = { i, source, target, relation: graph.relations[relation], fact: graph.facts[fact] };
  graph.edges.push(edge);
  edge.fact.edges.push(edge);
  graph.nodes[source].edges.push(edge);
  if (target !== source) graph.nodes[target].edges.push(edge);
}

const isWin = (edge) => edge.relation.name === "won" || edge.relation.name === "wonWith";
const isClass = (i, name) => graph.nodes[i].kind.name === name;

function buildReceipt(fact, i) {
  const wins = fact.edges.filter(isWin);
  const winners = wins.map((edge) => edge.source).filter((source) => isClass(source, "Organization"));
  const work = wins.find((edge) => edge.relation.name === "wonWith");
  const award = wins.find((edge) => edge.relation.name === "won");
  const receipt = {
    i, fact, winners: [...new Set(winners)], work: work ? work.target : -1, award: award ? award.target : -1,
    edition: fact.edition, year: fact.year, articles: articlesOf(fact.evidence),
  };
  fact.receipt = receipt;
  return receipt;
}

function articlesOf(evidence) {
  return [...new Set(evidence.map((e) => graph.passages[graph.evidence[e].passage].article))].filter((a) => a >= 0);
}

function buildArticle([node, publisher, text], i) {
  const said = new Map(graph.nodes[node].properties.map(([name, value]) => [name, value]));
  const edge = graph.nodes[node].edges.find((e) => e.relation.name === "publishedBy");
  graph.nodes[node].article = i;
  return {
    i, node, text, receipts: 0, publisher: publisher || (edge ? graph.nodes[edge.target].label : ""),
    issued: (said.get("issued") || "").slice(0, 10), url: webAddress(said.get("url") || ""),
  };
}

// Receipts in the order in which the articles tell them; those without evidence last.
function inOrderTold(receipts) {
  const place = ({ fact: { evidence: [first] } }) => {
    if (first === undefined) return [Infinity, 0];
    const { passage, start } = graph.evidence[first];
    return [graph.passages[passage].article, graph.passages[passage].start + start];
  };
  const placed = receipts.map((receipt) => ({ receipt, at: place(receipt) }));
  placed.sort(({ at: [a, b] }, { at: [c, d] }) => (a === c ? b - d : a - c));
  return placed.map(({ receipt }) => receipt);
}

// Give each node its receipts, and each organization those of its members as well.
function countReceipts() {
  for (const receipt of graph.receipts) {
    for (const a of receipt.articles) graph.articles[a].receipts += 1;
    const own = new Set([...receipt.winners, receipt.work, receipt.award, receipt.edition].filter((i) => i >= 0));
    for (const i of own) graph.nodes[i].own += 1;
    const all = new Set([...own, ...receipt.winners.flatMap(ancestors)]);
    for (const i of all) {
      graph.nodes[i].receipts.push(receipt.i);
      graph.nodes[i].total += 1;
    }
  }
}

const parentEdges = (i) => graph.nodes[i].edges.filter((e) => e.relation.name === "subsidiaryOf" && e.source === i);

// Every organization above this one, nearest first; a circle of parents ends where it began.
function ancestors(i) {
  const found = [];
  for (const queue = [i]; queue.length; ) {
    for (const { target } of parentEdges(queue.shift())) {
      if (target === i || found.includes(target)) continue;
      found.push(target);
      queue.push(target);
    }
  }
  return found;
}

const other = (edge, i) => (edge.source === i ? edge.target : edge.source);
const nameOf = (i) => pick(graph.nodes[i].label, graph.nodes[i].english);
const nodeBy = (id) => graph.ids.get(id) ?? graph.ids.get(id.startsWith(graph.base) ? id.slice(graph.base.length) : "") ?? -1;

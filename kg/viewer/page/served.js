// The source over a server: the same interface as embedded.js, each answer asked for when it is wanted. The server gives
// nodes and facts as rows beside an answer, which names them by number; here they become the same objects each time.

// As many rows are asked for at once, as many of a table that is taken away, as many things described at once.
const SERVED = { rows: 5000, all: 100000, ids: 100, held: 400 };

function openSource({ served }) {
  const base = { nodes: new Map(), facts: new Map(), classes: [], relations: [], asked: new Map() };
  const ask = (name, asked = {}) => remember(base.asked, `${name} ${JSON.stringify(asked)}`, async () => revived(base, await answerOf(base, `${served}${name}`, asked)));
  return {
    about: async () => servedAbout(base, await ask("about")),
    search: (text, limit = 12) => ask("search", { text: [...text].slice(0, 200).join(""), limit }),
    describe: async (ids) => (await Promise.all(slices([...ids], SERVED.ids).map((some) => ask("describe", { ids: some })))).flat(),
    neighbours: (id, options = {}) => ask("neighbours", { id, ...options }),
    table: (name, options = {}) => (options.limit > SERVED.rows ? wholeTable(ask, name, options) : ask("table", { name, ...options })),
  };
}

// Answers asked for lately; one that fails is asked for anew.
function remember(held, key, make) {
  if (!held.has(key)) {
    if (held.size >= SERVED.held) held.delete(held.keys().next().value);
    const made = make();
    held.set(key, made);
    made.catch(() => held.delete(key));
  }
  return held.get(key);
}

const slices = (all, size) => Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));

// A server that has no time just now is asked once more. One that has another index by now counts nodes otherwise.
async function answerOf(base, address, asked, isAgain = false) {
  const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(asked) });
  if (answer.status === 503 && !isAgain) {
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
    return answerOf(base, address, asked, true);
  }
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const index = answer.headers.get("Kg-Index");
  base.index ??= index;
  if (base.index !== index) throw Object.assign(new Error(`${address}: the graph is another one by now`), { isRenewed: true });
  return answer.json();
}

// A table that is taken away, page by page, as far as a server gives one.
async function wholeTable(ask, name, { limit, skip = 0, ...options }) {
  const made = { rows: [] };
  const most = Math.min(limit, SERVED.all);
  for (let more = true; more && made.rows.length < most;) {
    const page = await ask("table", { name, ...options, skip: skip + made.rows.length, limit: SERVED.rows });
    Object.assign(made, page, { rows: [...made.rows, ...page.rows] });
    more = page.rows.length === SERVED.rows;
  }
  return made;
}

function servedAbout(base, { classes, relations, properties, traditional, kinds, ...about }) {
  base.classes = classes.map(([name, zh, en, colour, shape, size, shown, count], i) => ({ i, name, zh, en, colour, shape, size, shown, count }));
  base.relations = relations.map(([name, zh, en, outZh, outEn, inZh, inEn, count], i) => ({ i, name, zh, en, outZh, outEn, inZh, inEn, count }));
  learnSigns(traditional);
  return {
    ...about, classes: base.classes, relations: base.relations, whole: null, kinds: new Map(kinds.map((words) => [words[0], words])),
    properties: new Map(properties.map(([name, zh, en], i) => [name, { i, zh, en }])),
  };
}

// An answer with its nodes and facts in it.
function revived(base, { answer, nodes, facts }) {
  for (const row of nodes) if (!base.nodes.has(row[0])) base.nodes.set(row[0], servedNode(base, row));
  for (const row of facts) if (!base.facts.has(row[0])) base.facts.set(row[0], servedFact(base, row));
  return filled(base, answer);
}

function filled(base, value) {
  if (Array.isArray(value)) return value.map((each) => filled(base, each));
  if (value === null || typeof value !== "object") return value;
  if ("n#" in value) return base.nodes.get(value["n#"]);
  if ("f#" in value) return base.facts.get(value["f#"]);
  if ("r#" in value) return base.relations[value["r#"]];
  const made = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(base, each)]));
  return "url" in made ? { ...made, url: webAddress(made.url) } : made;
}

const servedNode = (base, [i, id, kind, label, english, hasGroup, zh, en, receipts, degree, isGroup]) => ({
  i, id, kind: base.classes[kind], label, english, group: hasGroup ? { zh, en } : null, receipts, degree, isGroup: isGroup === 1,
});

function servedFact(base, [f, id, isReceipt, relation, source, target, winners, chains, works, awards, edition, programme, articles, year, rank, day, basis, role, sure, quotes]) {
  const node = (i) => base.nodes.get(i) ?? null;
  const step = ([i, fact, by]) => ({ node: node(i), fact, basis: by });
  return {
    id: id || `x${f}`, isNode: id !== "", isReceipt: isReceipt === 1, relation: base.relations[relation], source: node(source), target: node(target),
    winners: winners.map(node), chains: chains.map((ways) => ways.map((way) => way.map(step))), works: works.map(node), awards: awards.map(node),
    edition: node(edition), programme: node(programme), articles: articles.map(node), year, rank, day, basis, role, sure, quotes,
  };
}

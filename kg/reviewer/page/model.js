// What the page knows and what was decided: articles, their facts, and the corrections as they stand in the file.

const model = { kinds: new Map(), articles: [], corrections: [], head: "", digest: "", before: "" };

function buildModel(data) {
  model.kinds = new Map(data.kinds.map(([name, zh, en, inputs]) => [name, {
    name, zh, en, inputs: inputs.map(([field, fzh, fen, takes, of, choices]) => ({ name: field, zh: fzh, en: fen, takes, of, choices })),
  }]));
  model.head = data.head;
  model.digest = data.digest;
  model.corrections = data.corrections;
  model.articles = data.articles.map((said, i) => buildArticle(said, i, data.corrections));
  model.before = JSON.stringify(model.corrections);
}

function buildArticle(said, i, corrections) {
  const article = { ...said, i, url: webAddress(said.url), left: said.left.map(([start, end], n) => ({ n, start, end })) };
  article.facts = said.facts.map((fact) => ({ ...fact, isGhost: false, said: fact.said < 0 ? null : corrections[fact.said] }));
  for (const n of said.unmatched) article.facts.push(ghost(article, corrections[n]));
  followRejections(article);
  return article;
}

// A fact that only a correction tells of: rejected earlier, or added and not built yet.
function ghost(article, correction) {
  const at = placeOf(article.text, correction.quote || "", unitsOf(article.text, correction.start ?? 0));
  return {
    kind: correction.kind, key: correction.key || "", quote: correction.quote || "", start: correction.start ?? -1,
    spans: at < 0 ? [] : [[at, at + correction.quote.length]], fields: correction.fact || {}, isGhost: true, said: correction,
    label: "", goes: false,
  };
}

// Where a quote stands: of several places the one nearest to `near`; -1 where there is none.
function placeOf(text, quote, near) {
  const places = placesOf(text, quote);
  return places.reduce((best, at) => (best < 0 || Math.abs(at - near) < Math.abs(best - near) ? at : best), -1);
}

function placesOf(text, quote) {
  const found = [];
  for (let at = quote ? text.indexOf(quote) : -1; at >= 0; at = text.indexOf(quote, at + 1)) found.push(at);
  return found;
}

// Between code points, which the file counts in, and UTF-16 code units, which the page counts in.
const pointsOf = (text, units) => [...text.slice(0, units)].length;

function unitsOf(text, points) {
  let units = 0;
  for (let n = 0; n < points && units < text.length; n += 1) units += text.codePointAt(units) > 0xffff ? 2 : 1;
  return units;
}

// The fields of a fact as decided: those that were found, with those that a person set.
const fieldsOf = (fact) => ({ ...fact.fields, ...(fact.said && fact.said.fact ? fact.said.fact : {}) });

const isOpen = (fact) => fact.said === null && !fact.goes;
const openOf = (article) => article.facts.filter(isOpen).length;

// What cannot be without facts that are rejected goes with them, as in the build: the figures of a case, the receipts of
// an award and of their winners.
function followRejections(article) {
  const gone = (kind) => new Set(article.facts.filter((fact) => fact.kind === kind && fact.said && fact.said.verdict === "rejected").map((fact) => fact.label));
  const [organizations, awards, cases] = ["organization", "award", "case"].map(gone);
  for (const fact of article.facts) {
    const { award, case: of, recipients = [] } = fieldsOf(fact);
    const isLost = fact.kind === "receipt" && (awards.has(award) || (recipients.length > 0 && recipients.every((name) => organizations.has(name))));
    const isMine = fact.said !== null && fact.said.verdict === "added";
    fact.goes = !isMine && (isLost || (fact.kind === "figure" && cases.has(of)));
  }
  followOrphans(article);
  for (const fact of article.facts) if (fact.goes && fact.said && !fact.isGhost && fact.said.verdict !== "rejected") takeBack(article, fact);
}

const REFERENCES = {
  receipt: { award: "award", case: "case", recipients: "organization" },
  award: { organizers: "organization" },
  case: { owners: "organization", partners: "organization", providers: "organization" },
  organization: { parent: "organization" },
  figure: {},
};

// What nothing refers to any more goes too, unless somebody decided about it (or about a figure of it), as in the build.
function followOrphans(article) {
  const called = new Map();
  for (const fact of article.facts) {
    const { aliases = [], name, title } = fieldsOf(fact);
    for (const said of [...aliases, name, title, fact.label]) if (said) called.set(`${fact.kind} ${said}`, fact);
  }
  const referred = (kind, fields) => Object.entries(REFERENCES[kind]).flatMap(([field, of]) =>
    [fields[field] ?? []].flat().map((name) => called.get(`${of} ${name}`)));
  const isThere = (fact) => !fact.goes && !(fact.said && fact.said.verdict === "rejected");
  const before = new Set(article.facts.filter((fact) => !fact.isGhost).flatMap((fact) => referred(fact.kind, fact.fields)));
  const held = new Set(article.facts.filter((fact) => fact.kind === "figure" && fact.said && isThere(fact)).map((fact) => called.get(`case ${fieldsOf(fact).case}`)));
  for (let gone = [null]; gone.length;) {
    const now = new Set(article.facts.filter(isThere).flatMap((fact) => referred(fact.kind, fieldsOf(fact))));
    gone = article.facts.filter((fact) => isOpen(fact) && before.has(fact) && !now.has(fact) && !held.has(fact));
    for (const fact of gone) fact.goes = true;
  }
  for (const fact of article.facts) {
    const of = fact.kind === "figure" && called.get(`case ${fieldsOf(fact).case}`);
    if (of && of.goes && isOpen(fact)) fact.goes = true;
  }
}

// Decide about a fact; a decision that is there is replaced in its place.
function decide(article, fact, verdict, { by, at, set = null, note = "" }) {
  const before = fact.said;
  const made = { verdict, article: article.id, text_sha256: article.sha, kind: fact.kind };
  if (fact.key) made.key = fact.key;
  if (fact.quote) made.quote = fact.quote;
  if (fact.quote && fact.start >= 0) made.start = fact.start;
  if (set) made.fact = set;
  Object.assign(made, { by, at });
  if (note) made.note = note;
  fact.said = made;
  if (before) model.corrections[model.corrections.indexOf(before)] = made;
  else model.corrections.push(made);
}

// Take a decision back; what only the decision told of goes with it.
function takeBack(article, fact) {
  model.corrections.splice(model.corrections.indexOf(fact.said), 1);
  fact.said = null;
  if (fact.isGhost) article.facts.splice(article.facts.indexOf(fact), 1);
}

function addFact(article, kind, fields, quote, at, { by, at: day, note }) {
  const fact = { kind, key: "", quote, start: pointsOf(article.text, at), spans: [[at, at + quote.length]], fields, isGhost: true, said: null, label: "", goes: false };
  article.facts.push(fact);
  decide(article, fact, "added", { by, at: day, set: fields, note });
  return fact;
}

// How many decisions differ from those in the file that the page was made with.
function unsaved() {
  const before = new Set(JSON.parse(model.before).map((each) => JSON.stringify(each)));
  const now = new Set(model.corrections.map((each) => JSON.stringify(each)));
  return [...now].filter((each) => !before.has(each)).length + [...before].filter((each) => !now.has(each)).length;
}

// Put other corrections in the place of those that the page was made with: a draft that was kept.
function restore(corrections) {
  model.corrections = corrections;
  for (const article of model.articles) {
    article.facts = article.facts.filter((fact) => !fact.isGhost);
    for (const fact of article.facts) fact.said = null;
    for (const correction of corrections.filter((each) => each.article === article.id)) {
      const same = article.facts.filter((fact) => isOpen(fact) && isAbout(correction, fact));
      const best = same.find((fact) => fact.start === correction.start) || same[0];
      if (best) best.said = correction;
      else article.facts.push(ghost(article, correction));
    }
    followRejections(article);
  }
}

function isAbout(correction, fact) {
  if (fact.kind !== correction.kind) return false;
  return correction.key ? fact.key === correction.key : correction.verdict === "added" && fact.isAdded && fact.quote === correction.quote;
}

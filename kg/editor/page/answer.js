// Asking the endpoint, and its answer as a value: { kind: "truth" | "rows" | "statements", truth, variables, rows, cut, seconds }.
// A row is a list of terms, a term { type: "uri" | "literal" | "bnode", value, language, datatype }, or null where nothing is bound.

const ACCEPTED = "application/sparql-results+json, application/n-triples;q=0.9";

async function ask(endpoint, text, signal) {
  const begun = performance.now();
  const reply = await fetch(endpoint, {
    method: "POST", signal, headers: { "Content-Type": "application/sparql-query", Accept: ACCEPTED }, body: text,
  });
  const body = await reply.text();
  if (!reply.ok) throw new Refusal(saidBy(body) || `${reply.status} ${reply.statusText}`);
  const answer = /json/.test(reply.headers.get("Content-Type")) ? tabular(JSON.parse(body)) : statements(body);
  return { ...answer, cut: reply.headers.get("Kg-Truncated") || "", seconds: (performance.now() - begun) / 1000 };
}

class Refusal extends Error {}

// What an error says: the words of a JSON problem, or the text as it is.
function saidBy(body) {
  try {
    const told = JSON.parse(body);
    return String(told.detail || told.error || told.title || body);
  } catch {
    return body.trim();
  }
}

function tabular(told) {
  if (typeof told.boolean === "boolean") return { kind: "truth", truth: told.boolean, variables: [], rows: [] };
  const variables = told.head.vars || [];
  const term = (said) => said && { type: said.type === "typed-literal" ? "literal" : said.type, value: said.value, language: said["xml:lang"] || "", datatype: said.datatype || "" };
  return { kind: "rows", variables, rows: told.results.bindings.map((row) => variables.map((name) => (row[name] ? term(row[name]) : null))) };
}

const STATEMENT = /^(<[^>]*>|_:\S+) (<[^>]*>) (<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?) \.$/u;

function statements(text) {
  const rows = text.split("\n").map((line) => STATEMENT.exec(line)).filter(Boolean).map((match) => match.slice(1, 4).map(termOf));
  return { kind: "statements", variables: [t("subject"), t("predicate"), t("object")], rows };
}

function termOf(said) {
  if (said.startsWith("<")) return { type: "uri", value: unescaped(said.slice(1, -1)), language: "", datatype: "" };
  if (said.startsWith("_:")) return { type: "bnode", value: said.slice(2), language: "", datatype: "" };
  const end = said.lastIndexOf('"');
  const [, language = "", datatype = ""] = said.slice(end + 1).match(/^(?:@([\w-]+)|\^\^<([^>]*)>)?$/) || [];
  return { type: "literal", value: unescaped(said.slice(1, end)), language, datatype };
}

const ESCAPED = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
const unescaped = (text) => text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gsu,
  (_, four, eight, one) => (one ? ESCAPED[one] || one : String.fromCodePoint(parseInt(four || eight, 16))));

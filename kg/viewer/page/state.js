// What is shown, and nothing else: one flat value that the address of the page spells, so that each state has a link,
// and back and forward work. Everything that changes what is shown goes through `go`.

// Each view by its name, in the order of the tabs: { draw(root), status(), key?, mark?, resized?, drawn?, picture?, door?, sought? }.
const views = { overview: null, network: null, lanes: null, tree: null, path: null, compare: null, list: null, article: null };

// What stands for the year of a receipt that has none.
const NO_YEAR = "none";
const FACETS = ["year", "award", "programme", "edition", "organization", "case", "kind", "source", "sure"];
const LISTS = { e: "facts", x: "open", hide: "hide", cut: "cut", m: "muted" };
const TEXTS = { v: "view", n: "node", a: "at", b: "to", t: "table", o: "sort", q: "skip", lang: "lang", c: "across", r: "by", ...Object.fromEntries(FACETS.map((name) => [name, name])) };
// The state at the start: a page sets it before it first follows its address.
const START = { view: "overview", node: "", at: "", to: "", table: "receipts", sort: "", skip: "", lang: "zh", across: "", by: "", facts: [], open: [], hide: [], cut: [], muted: [],
  ...Object.fromEntries(FACETS.map((name) => [name, ""])) };
const state = { ...START };

// Change some of the state, as the address has it by now: the page may not have followed the last change yet.
function go(change) {
  const wanted = address({ ...readAddress(), ...change });
  delete document.documentElement.dataset.ready;
  if (wanted === location.hash || (wanted === "#" && !location.hash)) return follow();
  location.hash = wanted;
  return new Promise((resolve) => { addEventListener("hashchange", () => setTimeout(resolve), { once: true }); });
}

function address(wanted) {
  const parts = [];
  for (const [key, name] of Object.entries(TEXTS)) if (wanted[name] !== START[name]) parts.push(`${key}=${spelled(wanted[name])}`);
  for (const [key, name] of Object.entries(LISTS)) {
    if (wanted[name].join("\n") !== START[name].join("\n")) parts.push(`${key}=${wanted[name].map(spelled).join(",")}`);
  }
  return `#${parts.join("&")}`;
}

// As few signs escaped as may be: a link is read by people too.
const spelled = (text) => encodeURIComponent(text).replace(/%2F/g, "/").replace(/%3A/g, ":");

function readAddress() {
  const found = new Map(location.hash.slice(1).split("&").map((part) => part.split("=")).filter(([, text]) => text !== undefined));
  const read = { ...START };
  for (const [key, name] of Object.entries(TEXTS)) if (found.has(key)) read[name] = plain(found.get(key));
  for (const [key, name] of Object.entries(LISTS)) if (found.has(key)) read[name] = found.get(key).split(",").map(plain).filter(Boolean);
  if (!TABLES.includes(read.table)) read.table = START.table;
  if (!Object.hasOwn(views, read.view) || !views[read.view]) read.view = START.view;
  return read;
}

function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

// The filter of the state, as the source takes it.
function filterOf(shown = state, { except = "", about = [] } = {}) {
  const filter = { hide: shown.hide, cut: shown.cut };
  for (const name of FACETS) if (shown[name] && name !== except) filter[name] = shown[name];
  return about.length ? { ...filter, about } : filter;
}

const isFiltered = () => FACETS.some((name) => state[name]);
const OPEN = Object.fromEntries(FACETS.map((name) => [name, ""]));

// Select a node or facts; selecting what is selected already shows it again.
const select = (id) => go({ node: id, facts: [] });
const selectFacts = (ids) => go({ facts: ids.slice(0, 40), node: "" });
const unselect = () => go({ node: "", facts: [] });

// Open the list of the receipts behind a number.
const openList = (facets = {}, table = "receipts") => go({ view: "list", table, sort: "", skip: "", node: "", facts: [], ...facets });

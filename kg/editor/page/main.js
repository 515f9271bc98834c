// The page: asks, shows, and keeps query and way of showing in its address.

const base = JSON.parse(byId("data").textContent);
const DRAWINGS = { table: drawTable, chart: drawChart, picture: drawPicture };
const DOWNLOADS = { rows: [["CSV", "text/csv"], ["TSV", "text/tab-separated-values"], ["JSON", "application/sparql-results+json"], ["XML", "application/sparql-results+xml"]],
  statements: [["Turtle", "text/turtle"], ["N-Triples", "application/n-triples"], ["JSON-LD", "application/ld+json"]] };
let way = "table";
let last = null;
let asking = null;

function translate() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.querySelectorAll("[data-t]").forEach((node) => { node.textContent = t(node.dataset.t); });
  document.querySelectorAll("[data-t-label]").forEach((node) => node.setAttribute("aria-label", t(node.dataset.tLabel)));
  const chosen = byId("examples").value;
  byId("examples").replaceChildren(el("option", { value: "", text: t("chooseExample") }),
    ...base.examples.map((example) => el("option", { value: example.name, text: pick(example.zh, example.en) })));
  byId("examples").value = chosen;
  if (last) draw();
}

function show(children) {
  byId("result").replaceChildren(...children.filter(Boolean));
}

function draw() {
  const isTruth = last.kind === "truth";
  byId("answer").hidden = false;
  byId("ways").replaceChildren(...(isTruth ? [] : Object.keys(DRAWINGS).map((name) =>
    el("button", { type: "button", text: t(name), "aria-pressed": String(name === way), onclick: () => { way = name; keep(); draw(); } }))));
  byId("downloads").replaceChildren(...(isTruth ? [] : [t("download"), ...DOWNLOADS[last.kind].map(([name, type]) =>
    el("button", { type: "button", text: name, onclick: () => download(name, type) }))]));
  const seconds = last.seconds.toFixed(last.seconds < 1 ? 2 : 1);
  byId("said").textContent = [isTruth ? "" : t(last.kind, { n: last.rows.length, s: seconds }), last.cut && t("truncated", { w: last.cut })].filter(Boolean).join(" · ");
  byId("said").classList.toggle("warning", last.cut !== "");
  if (isTruth) show([el("p", { class: "truth", text: t(last.truth ? "yes" : "no") })]);
  else if (!last.rows.length) show([el("p", { class: "hint", text: t("nothing") })]);
  else show(DRAWINGS[way](last));
}

async function run() {
  asking?.abort();
  const mine = asking = new AbortController();
  byId("stop").hidden = false;
  say(t("asking"));
  keep();
  try {
    const answer = await ask(base.endpoint, byId("text").value, mine.signal);
    if (mine !== asking) return;
    last = { ...answer, text: byId("text").value };
    draw();
  } catch (error) {
    if (mine !== asking) return;
    last = null;
    byId("answer").hidden = true;
    say(error.name === "AbortError" ? t("stopped") : error instanceof Refusal ? error.message : t("unreachable"), true);
    const [, line, column] = error.message.match(/line (\d+), column (\d+)/) || [];
    if (line) pointTo(Number(line), Number(column));
  } finally {
    if (mine === asking) byId("stop").hidden = true;
  }
}

function say(text, isWarning = false) {
  byId("said").textContent = text;
  byId("said").classList.toggle("warning", isWarning);
}

async function download(name, type) {
  const reply = await fetch(base.endpoint, { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: type }, body: last.text });
  if (!reply.ok) { say(saidBy(await reply.text()), true); return; }
  const link = el("a", { href: URL.createObjectURL(await reply.blob()), download: `answer.${{ Turtle: "ttl", "N-Triples": "nt", "JSON-LD": "jsonld" }[name] || name.toLowerCase()}` });
  link.click();
  URL.revokeObjectURL(link.href);
}

const keep = () => history.replaceState(null, "", `#${new URLSearchParams({ query: byId("text").value, way })}`);

function restore() {
  const said = new URLSearchParams(location.hash.slice(1));
  way = Object.hasOwn(DRAWINGS, said.get("way") || "") ? said.get("way") : "table";
  put(said.get("query") || "SELECT ?organization ?receipts\nWHERE {\n  ?node a fa:Organization ;\n        skos:prefLabel ?organization ;\n        fa:receiptCount ?receipts .\n  FILTER(LANGMATCHES(LANG(?organization), \"zh\"))\n}\nORDER BY DESC(?receipts)\nLIMIT 20\n");
}

byId("text").addEventListener("input", paint);
byId("text").addEventListener("scroll", follow);
byId("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});
byId("run").addEventListener("click", run);
byId("stop").addEventListener("click", () => asking?.abort());
byId("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; translate(); });
byId("examples").addEventListener("change", () => {
  const example = base.examples.find(({ name }) => name === byId("examples").value);
  if (example) put(example.text, example.first);
});
addEventListener("hashchange", restore);
translate();
restore();
document.documentElement.dataset.ready = "yes";

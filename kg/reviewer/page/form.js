// The form in which a fact is edited or added: it takes nothing that the build would refuse.

const form = { item: null, isNew: false, element: null, at: 0 };

function openForm(fact) {
  state.item = fact;
  Object.assign(form, { item: fact, isNew: false, at: fact.start < 0 ? 0 : unitsOf(state.article.text, fact.start) });
  form.element = makeForm(fact.kind, fieldsOf(fact), fact.quote, fact.said && fact.said.note);
  drawCards();
  form.element.querySelector("input, textarea, select").focus();
}

function openNew({ quote = "", at = 0 } = {}, kind = "receipt") {
  Object.assign(form, { item: null, isNew: true, at });
  form.element = makeForm(kind, {}, quote, "");
  drawCards();
  byId("facts").querySelector("#cards").scrollTop = 0;
  form.element.querySelector("input[name], textarea[name]").focus();
}

function closeForm() {
  const back = form.item;
  Object.assign(form, { item: null, isNew: false, element: null });
  drawCards();
  (back && cardOf.get(back) ? cardOf.get(back).querySelector(".face") : byId("add")).focus();
}

function makeForm(kind, fields, quote, note) {
  const inputs = model.kinds.get(kind).inputs.filter((input) => form.isNew || !(kind === "figure" && input.name === "case"));
  const kinds = el("select", { name: "kind", onchange: (event) => openNew({ quote: made.elements.quote.value, at: form.at }, event.target.value) },
    ...[...model.kinds.values()].map((each) => el("option", { value: each.name, selected: each.name === kind, text: pick(each.zh, each.en) })));
  const passage = el("textarea", { name: "quote", rows: 3, oninput: () => sayPlaces(made) }, quote);
  const made = el("form", { class: `form ${kind}`, novalidate: true, "data-kind": kind, onsubmit: (event) => { event.preventDefault(); save(kind, inputs); } },
    form.isNew ? labelled(t("kind"), kinds) : null,
    ...inputs.map((input) => {
      const row = field(input, fields[input.name]);
      row.classList.toggle("half", SHORT.has(input.name));
      return row;
    }),
    labelled(t("quote"), passage, el("span", { class: "places", "aria-live": "polite" })),
    labelled(t("note"), el("input", { name: "note", value: note || "" })),
    el("p", { class: "faults", role: "alert" }),
    el("div", { class: "acts" }, el("button", { type: "submit", class: "act accept", text: t("save") }),
      el("button", { type: "button", class: "act", text: t("cancel"), onclick: closeForm })));
  made.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape" && !event.isComposing) closeForm();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) made.requestSubmit();
  });
  if (kind === "receipt") made.elements.award.addEventListener("change", () => fillEdition(made));
  sayPlaces(made);
  return made;
}

const OF_AWARD = ["programme", "year", "edition"];

// Where a known award is chosen, what is known of it.
function fillEdition(made) {
  const found = state.article.facts.filter((fact) => fact.kind === "award" && fieldsOf(fact).name === made.elements.award.value.trim());
  if (found.length !== 1) return;
  for (const name of OF_AWARD) made.elements[name].value = fieldsOf(found[0])[name] ?? "";
}

const SHORT = new Set(["rank", "date", "year", "edition", "kind", "comparator", "value", "upper", "unit", "period", "registry_id"]);

function labelled(words, ...made) {
  return el("label", {}, el("span", { class: "label", text: words }), ...made);
}

function field(input, value) {
  const words = pick(input.zh, input.en);
  const name = input.name;
  if (input.takes === "choice") {
    return labelled(words, el("select", { name }, ...input.choices.map((each) => el("option", { value: each, selected: each === (value || "="), text: each }))));
  }
  if (input.takes === "names") {
    const box = el("textarea", { name, rows: Math.max(1, (value || []).length), placeholder: t("onePerLine") }, (value || []).join("\n"));
    const known = namesOf(input.of);
    const picker = known.length ? el("select", {
      "aria-label": `${words}：${t("pickOne")}`, class: "picker",
      onchange: (event) => { box.value = [...rowsOf(box.value), event.target.value].join("\n"); box.rows = rowsOf(box.value).length; event.target.value = ""; },
    }, el("option", { value: "", text: t("pickOne") }), ...known.map((each) => el("option", { value: each, text: visible(each) }))) : null;
    return el("div", { class: "names" }, labelled(words, box), picker);
  }
  const known = namesOf(input.of);
  const list = known.length ? `known-${input.of}-${name}` : null;
  const type = input.takes === "day" ? "date" : "text";
  return labelled(words, el("input", { name, type, value: value ?? "", list, inputmode: input.takes === "year" ? "numeric" : null, autocomplete: "off" }),
    list ? el("datalist", { id: list }, ...known.map((each) => el("option", { value: each }))) : null);
}

const rowsOf = (text) => text.split("\n").map((row) => row.trim()).filter(Boolean);

// The names of the facts of a kind, as the article has them.
function namesOf(kind) {
  const facts = state.article.facts.filter((fact) => fact.kind === kind && !(fact.said && fact.said.verdict === "rejected"));
  return [...new Set(facts.map((fact) => fieldsOf(fact)).map((fields) => fields.title || fields.name).filter(Boolean))];
}

// Say whether the text has the passage.
function sayPlaces(made) {
  const quote = made.elements.quote.value;
  const { length } = placesOf(state.article.text, quote);
  const said = !quote ? "" : length === 0 ? t("quoteNone") : length === 1 ? t("quoteOnce") : t("quoteTimes", { n: length });
  const places = made.querySelector(".places");
  places.textContent = said;
  places.classList.toggle("wrong", Boolean(quote) && !length);
}

// What stands in the form: texts and lists of texts; what is empty is nothing.
function read(inputs) {
  const said = {};
  for (const input of inputs) {
    const text = form.element.elements[input.name].value;
    said[input.name] = input.takes === "names" ? rowsOf(text) : text.trim();
  }
  return said;
}

const NEEDED = { receipt: ["recipients", "award"], award: ["name"], case: ["title"], organization: ["name"], figure: ["value", "case"] };

function faultsOf(kind, inputs, said, quote) {
  const words = (name) => { const input = inputs.find((each) => each.name === name); return pick(input.zh, input.en); };
  const missing = NEEDED[kind].filter((name) => name in said && !said[name].length).map(words);
  const faults = missing.length ? [t("needed", { n: listed(missing) })] : [];
  if (quote ? placeOf(state.article.text, quote, form.at) < 0 : form.isNew) faults.push(t("quoteNone"));
  for (const input of inputs) {
    const isNumber = input.takes === "number" ? /^-?\d+(\.\d+)?$/ : input.takes === "year" ? /^\d{4}$/ : null;
    if (isNumber && said[input.name] && !isNumber.test(said[input.name])) faults.push(t("notNumber", { n: said[input.name] }));
    if (!input.of) continue;
    const known = new Set(state.article.facts.filter((fact) => fact.kind === input.of).flatMap((fact) => {
      const fields = fieldsOf(fact);
      return [fields.name, fields.title, ...(fields.aliases || [])];
    }));
    const ids = new Set(state.article.facts.flatMap((fact) => fact.fields[input.name] || []));
    const strange = [said[input.name]].flat().filter((name) => name && !known.has(name) && !ids.has(name) && !state.article.text.includes(name));
    faults.push(...strange.map((n) => t("notPrinted", { n })));
  }
  return faults;
}

function save(kind, inputs) {
  const { article } = state;
  const said = read(inputs);
  const quote = form.element.elements.quote.value;
  const faults = faultsOf(kind, inputs, said, quote);
  const fact = form.item;
  const old = fact ? fieldsOf(fact) : {};
  const same = (name) => JSON.stringify(old[name] ?? "").replace("[]", '""') === JSON.stringify(typeof old[name] === "number" ? Number(said[name]) : said[name]).replace("[]", '""');
  const set = Object.fromEntries(Object.entries(said).filter(([name]) => !same(name)));
  if ("award" in set) for (const name of OF_AWARD) if (said[name]) set[name] = said[name]; // another award has those that the form shows
  const note = form.element.elements.note.value.trim();
  if (fact && !Object.keys(set).length && quote === fact.quote && note === ((fact.said && fact.said.note) || "")) faults.push(t("nothingChanged"));
  form.element.querySelector(".faults").textContent = visible(faults.join("\n"));
  if (faults.length) return;
  const sent = Object.fromEntries(Object.entries(set).map(([name, value]) => [name, value === "" ? null : value]));
  const at = placeOf(article.text, quote, form.at);
  if (!fact) {
    const filled = Object.fromEntries(Object.entries(said).filter(([, value]) => value.length));
    state.item = addFact(article, kind, filled, quote, at, { ...signature(), note });
  } else {
    const verdict = fact.said && fact.said.verdict === "added" ? "added" : "edited";
    const before = (fact.said && fact.said.fact) || {};
    if (quote !== fact.quote) Object.assign(fact, { quote, start: pointsOf(article.text, at), spans: [...fact.spans, [at, at + quote.length]] });
    decide(article, fact, verdict, { ...signature(), set: { ...before, ...sent }, note });
  }
  const saved = state.item;
  Object.assign(form, { item: null, isNew: false, element: null });
  changed();
  select(saved);
  cardOf.get(saved).querySelector(".face").focus();
}

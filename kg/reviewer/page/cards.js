// The cards beside the text: what each fact says, the passage that it rests on, and what was decided.

function drawCards() {
  const { article } = state;
  const box = byId("cards");
  if (!article) return box.replaceChildren();
  const facts = article.facts.filter(isListed);
  const groups = [...model.kinds.values()].map((kind) => group(article, kind, facts.filter((fact) => fact.kind === kind.name)));
  const left = shownMarks.has("left") ? leftGroup(article) : null;
  const made = [form.isNew ? form.element : null, ...groups, left].filter(Boolean);
  box.replaceChildren(...(made.length ? made : [el("p", { class: "empty", text: t("nothing") })]));
  byId("open").textContent = openSaid(article);
  return markCards({ scrolls: false });
}

const isListed = (fact) => shownMarks.has(fact.kind) && (!state.undecided || isOpen(fact) || fact === state.item);

// How many facts of an article are still to be decided.
function openSaid(article) {
  const open = openOf(article);
  if (!article.facts.length) return t("noFacts");
  return open ? t("openCount", { n: open }) : t("allDone");
}

// The facts of a kind in the order of the text.
function group(article, kind, facts) {
  if (!facts.length) return null;
  const place = (fact) => (fact.spans.length ? fact.spans[0][0] : Infinity);
  const open = facts.filter(isOpen);
  const all = open.length > 1 ? el("button", {
    type: "button", class: "quiet", text: t("acceptAll", { n: open.length }),
    onclick: () => { for (const fact of open) decide(article, fact, "accepted", signature()); changed(); },
  }) : null;
  return el("section", { class: `group ${kind.name}` },
    el("h3", {}, el("span", { text: pick(kind.zh, kind.en) }), el("span", { class: "count", text: facts.length }), all),
    el("ul", {}, ...[...facts].sort((a, b) => place(a) - place(b)).map((fact) => card(article, fact))));
}

function card(article, fact) {
  const verdict = fact.said ? fact.said.verdict : fact.goes ? "goes" : "open";
  const made = el("li", { class: `card ${fact.kind} ${verdict}`, "data-key": fact.key || fact.quote });
  cardOf.set(fact, made);
  if (form.item === fact) {
    made.append(form.element);
    return made;
  }
  const face = el("button", { type: "button", class: "face", tabindex: "-1", "aria-pressed": "false", onclick: () => select(fact) },
    ...lines(fact), passage(article, fact), warning(fact));
  made.append(face, ...actions(article, fact));
  return made;
}

// What stands under a fact: the passage that it rests on, or the one around it where that is the fact itself.
function passage(article, fact) {
  const { name, title } = fieldsOf(fact);
  const [start, end] = fact.spans[0] || [0, 0];
  const quote = fact.kind === "figure" ? article.text.slice(Math.max(0, start - 24), end + 12).split("\n").find((row) => row.includes(fact.quote)) : fact.quote;
  if (fact.quote && (quote === name || quote === title)) return null;
  return el("q", { dir: "auto", text: visible(quote || fact.quote) || t("noQuote") });
}

// Why a decided fact may need another look.
function warning(fact) {
  const says = fact.quote && !fact.spans.length ? t("lostQuote") : fact.isGhost && ["accepted", "edited"].includes(fact.said.verdict) ? t("ghost") : "";
  return says ? el("span", { class: "warning", text: says }) : null;
}

function lines(fact) {
  const said = fieldsOf(fact);
  const set = (fact.said && fact.said.verdict === "edited" && fact.said.fact) || {};
  const words = (name) => (Array.isArray(said[name]) ? listed(said[name]) : said[name] ?? "");
  const bit = (name) => {
    const text = visible(name === "amount" ? amount(said) : String(words(name)));
    const isSet = name === "amount" ? AMOUNT.some((each) => each in set) : name in set;
    return isSet ? el("ins", { text: text || "—" }) : text ? el("span", { text }) : null;
  };
  const titles = { receipt: ["recipients"], award: ["name"], case: ["title"], organization: ["name"], figure: [] };
  const details = {
    receipt: ["award", "programme", "edition", "year", "case", "rank", "date"], award: ["programme", "edition", "year", "organizers"],
    case: ["owners", "kind", "places", "products", "partners"], organization: ["kind", "parent", "aliases", "registry_id"],
    figure: ["measure", "amount", "period", "case"],
  };
  const title = titles[fact.kind].map(bit).filter(Boolean);
  const printed = fact.kind === "figure" ? fact.quote : fact.key;
  const shown = title.length ? title : [el("span", { text: visible(printed) })];
  return [
    el("strong", { dir: "auto" }, ...shown),
    el("span", { class: "details", dir: "auto" }, ...details[fact.kind].map(bit).filter(Boolean)),
  ];
}

const AMOUNT = ["comparator", "value", "upper", "unit"];
const SIGNS = { "=": "", ">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ ", "~": "≈ " };

// A figure as the contract has it: ≥ 330000000 CNY.
function amount({ comparator, value, upper, unit }) {
  return `${SIGNS[comparator] ?? ""}${value ?? ""}${upper ? `–${upper}` : ""} ${unit ?? ""}`.trim();
}

const ICONS = { accept: "✓", reject: "✕", edit: "✎", undo: "↶", withdraw: "↶", addFrom: "+" };

function act(name, key, does) {
  return el("button", { type: "button", class: `act ${name}`, tabindex: "-1", title: key ? `${t(name)} (${key})` : t(name), onclick: does },
    el("span", { class: "icon", "aria-hidden": "true", text: ICONS[name] }), el("span", { class: "word", text: t(name) }));
}

function actions(article, fact) {
  const edit = act("edit", "E", () => openForm(fact));
  if (isOpen(fact)) {
    return [el("div", { class: "acts" }, act("accept", "A", () => give(fact, "accepted")), act("reject", "R", () => give(fact, "rejected")), edit)];
  }
  if (!fact.said) return [el("p", { class: "verdict" }, el("b", { text: t("goes") }))];
  const { verdict, by, at, note } = fact.said;
  const who = [by || t("unsigned"), at].filter(Boolean).join(" · ");
  const back = act(verdict === "added" ? "withdraw" : "undo", "U", () => undo(fact));
  return [
    el("p", { class: "verdict" }, el("b", { text: t(verdict) }), el("span", { dir: "auto", text: visible(who) })),
    note ? el("p", { class: "note", dir: "auto", text: visible(note) }) : null,
    el("div", { class: "acts" }, verdict === "rejected" ? null : edit, back),
  ].filter(Boolean);
}

// The sentences with words of awards from which nothing came.
function leftGroup(article) {
  if (!article.left.length) return null;
  const rows = article.left.map((left) => {
    const quote = article.text.slice(left.start, left.end);
    const add = act("addFrom", "", () => openNew({ quote, at: left.start }));
    const made = el("li", { class: "card left" },
      el("button", { type: "button", class: "face", tabindex: "-1", "aria-pressed": "false", onclick: () => select(left) }, el("q", { dir: "auto", text: visible(quote) })),
      el("div", { class: "acts" }, add));
    cardOf.set(left, made);
    return made;
  });
  return el("section", { class: "group left" },
    el("h3", {}, el("span", { text: t("left") }), el("span", { class: "count", text: article.left.length }),
      el("span", { class: "hint", text: t("leftHint") })),
    el("ul", {}, ...rows));
}

const cardOf = new WeakMap();

// Show among the cards what is selected: of all cards the tab key reaches only this one (or the first) and its buttons.
function markCards({ scrolls }) {
  for (const made of byId("cards").querySelectorAll(".card.on")) mark(made, false);
  const made = state.item && cardOf.get(state.item);
  const first = byId("cards").querySelector(".face");
  if (first) first.tabIndex = made && made.isConnected ? -1 : 0;
  if (!made || !made.isConnected) return;
  mark(made, true);
  if (scrolls) made.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
}

function mark(made, isOn) {
  made.classList.toggle("on", isOn);
  const face = made.querySelector(".face");
  if (face) {
    face.setAttribute("aria-pressed", String(isOn));
    face.tabIndex = isOn ? 0 : -1;
  }
  for (const button of made.querySelectorAll(".act")) button.tabIndex = isOn ? 0 : -1;
}

// A field in which a node is sought and chosen, by keyboard alone if one likes: both ends of a path, both sides of a
// comparison. It answers as the search of the page does.

function nodeField(id, label, node, { onPick, isFit = () => true }) {
  const list = el("div", { id: `${id}-found`, class: "found", role: "listbox", "aria-label": label, hidden: true });
  const input = el("input", { id, type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-label": label, placeholder: label,
    "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", "aria-activedescendant": "" });
  const field = { id, input, list, found: [], active: 0, asked: 0, onPick, name: node ? nameOf(node) : "" };
  input.value = field.name;
  input.addEventListener("input", async () => {
    field.asked += 1;
    const now = field.asked;
    const found = grouped((await source.search(input.value, 40)).filter((hit) => isFit(hit.node)).slice(0, 12));
    if (now === field.asked) showChoices(field, found);
  });
  // What is shown is the answer to the old name while another stands in the field.
  input.addEventListener("input", () => markAsked(field));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => { field.asked += 1; input.value = field.name; closeChoices(field); markAsked(field); });
  input.addEventListener("keydown", (event) => onFieldKey(event, field));
  return el("div", { class: "field" }, node ? glyph(node.kind) : null, input, list);
}

function showChoices(field, found) {
  Object.assign(field, { found, active: 0 });
  const groups = [...new Set(found.map(({ node }) => node.kind))].map((kind) => el("ul", { role: "group", "aria-label": className(kind) },
    el("li", { class: "kind", role: "presentation", text: className(kind) }),
    ...found.flatMap((hit, n) => (hit.node.kind === kind ? [choiceRow(field, hit, n)] : []))));
  field.list.replaceChildren(...(groups.length ? groups : [el("p", { class: "none", text: t("nothingFound") })]));
  field.list.hidden = field.input.value.trim() === "";
  field.input.setAttribute("aria-expanded", String(!field.list.hidden));
  markChoice(field);
}

function choiceRow(field, { node, shown }, n) {
  return el("li", { id: `${field.id}-${n}`, role: "option", onmousedown: (event) => { event.preventDefault(); pickChoice(field, node); } },
    glyph(node.kind), el("span", { class: "name", dir: "auto", text: nameOf(node) }),
    shown && shown !== nameOf(node) ? el("span", { class: "also", dir: "auto", text: shown }) : null,
    node.receipts ? el("span", { class: "count", text: t("receiptsOf", { n: node.receipts }) + ofWhole() }) : null);
}

function markChoice({ id, input, list, found, active }) {
  [...list.querySelectorAll("[role=option]")].forEach((row) => {
    row.setAttribute("aria-selected", String(row.id === `${id}-${active}`));
    if (row.id === `${id}-${active}`) row.scrollIntoView({ block: "nearest" });
  });
  input.setAttribute("aria-activedescendant", found.length && !list.hidden ? `${id}-${active}` : "");
}

function onFieldKey(event, field) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.isComposing) return;
  const isOpen = !field.list.hidden && field.found.length > 0;
  if (event.key in steps && isOpen) {
    event.preventDefault();
    field.active = (field.active + steps[event.key] + field.found.length) % field.found.length;
    markChoice(field);
  } else if (event.key === "Enter" && isOpen) {
    event.preventDefault();
    pickChoice(field, field.found[field.active].node);
  } else if (event.key === "Enter" && field.input.value !== field.name) {
    byId("said").textContent = t("nothingFound");
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    field.input.value = field.name;
    closeChoices(field);
    markAsked(field);
  }
}

function markAsked({ input, name }) {
  const isOther = input.value !== name;
  input.setAttribute("aria-invalid", String(isOther));
  input.closest(".view")?.classList.toggle("is-asked", isOther);
}

function pickChoice(field, node) {
  field.name = nameOf(node);
  field.input.value = field.name;
  closeChoices(field);
  markAsked(field);
  field.onPick(node);
}

function closeChoices({ input, list }) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-activedescendant", "");
}

// Both ends in the bar, with a button that changes them round; what is chosen shows itself, though its class were hidden.
function endFields(view, [from, to], { isFit, words = ["pathFrom", "pathTo"] }) {
  const pick = (name) => (node) => go({ at: from?.id ?? "", to: to?.id ?? "", [name]: node.id, open: [], node: "", facts: [], hide: state.hide.filter((hidden) => hidden !== node.kind.name) });
  return [nodeField(`${view}-from`, t(words[0]), from, { onPick: pick("at"), isFit }),
    el("button", { id: `${view}-turn`, type: "button", "aria-label": t("turnRound"), title: t("turnRound"), onclick: () => go({ at: to?.id ?? "", to: from?.id ?? "" }), text: "⇄" }),
    nodeField(`${view}-to`, t(words[1]), to, { onPick: pick("to"), isFit })];
}

// What the address names as both ends; for one that is missing (or does not fit), the first of the league that is not
// the other; no filter changes who is compared.
async function bothEnds(isFit = () => true) {
  const found = await source.describe([state.at, state.to].filter(Boolean));
  const named = (id) => found.find(({ node }) => node && (node.id === id || id.endsWith(node.id)) && isFit(node))?.node ?? null;
  const ends = [state.at && named(state.at), state.to && named(state.to)];
  const { rows } = await source.table("groups", { limit: 3 });
  const free = () => rows.map(({ node }) => node).find((node) => !ends.some((end) => end && end.id === node.id)) ?? null;
  if (!ends[0]) ends[0] = free();
  if (!ends[1]) ends[1] = free();
  return ends;
}

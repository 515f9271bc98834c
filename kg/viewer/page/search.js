// Search: the way in. The keyboard alone will do; hits stand under the class that they are of.

const hunt = { found: [], active: -1, asked: 0 };

function startSearch() {
  const input = byId("search");
  const ask = async () => {
    hunt.asked += 1;
    const now = hunt.asked;
    const found = grouped(await source.search(input.value, 14));
    if (now === hunt.asked) showFound(found);
  };
  // The source may have to make ready before it can answer.
  (window.requestIdleCallback ?? setTimeout)(() => source.search("0", 1));
  input.addEventListener("input", ask);
  input.addEventListener("focus", () => input.value && ask());
  input.addEventListener("blur", hideFound);
  input.addEventListener("keydown", onSearchKey);
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

// The classes in the order of their best hits, the hits of a class together.
function grouped(found) {
  const kinds = [...new Set(found.map(({ node }) => node.kind))];
  return kinds.flatMap((kind) => found.filter(({ node }) => node.kind === kind));
}

function onSearchKey(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.isComposing) return;
  if (event.key in steps && hunt.found.length) {
    event.preventDefault();
    hunt.active = (hunt.active + steps[event.key] + hunt.found.length) % hunt.found.length;
    markActive();
  } else if (event.key === "Enter" && hunt.found.length) {
    event.preventDefault();
    choose(hunt.found[Math.max(hunt.active, 0)].node);
  } else if (event.key === "Escape" && event.target.value) {
    event.stopPropagation();
    if (byId("found").hidden) event.target.value = "";
    hideFound();
  }
}

function showFound(found) {
  const list = byId("found");
  Object.assign(hunt, { found, active: found.length ? 0 : -1 });
  const groups = [...new Set(found.map(({ node }) => node.kind))].map((kind) => el("ul",
    { role: "group", "aria-label": className(kind) }, el("li", { class: "kind", role: "presentation", text: className(kind) }),
    ...found.flatMap((hit, n) => (hit.node.kind === kind ? [foundRow(hit, n)] : []))));
  list.replaceChildren(...(groups.length ? groups : [el("p", { class: "none", text: t("nothingFound") })]));
  list.hidden = byId("search").value.trim() === "";
  byId("search").setAttribute("aria-expanded", String(!list.hidden));
  markActive();
}

function foundRow({ node, shown }, n) {
  return el("li", { id: `found-${n}`, role: "option", onmousedown: (event) => { event.preventDefault(); choose(node); } },
    glyph(node.kind), el("span", { class: "name", dir: "auto", text: nameOf(node) }),
    shown && shown !== nameOf(node) ? el("span", { class: "also", dir: "auto", text: shown }) : null,
    node.receipts ? el("span", { class: "count", text: t("receiptsOf", { n: node.receipts }) + ofWhole() }) : null);
}

function markActive() {
  const rows = [...byId("found").querySelectorAll("[role=option]")];
  rows.forEach((row, n) => row.setAttribute("aria-selected", String(n === hunt.active)));
  rows[hunt.active]?.scrollIntoView({ block: "nearest" });
  byId("search").setAttribute("aria-activedescendant", hunt.active >= 0 ? `found-${hunt.active}` : "");
}

function hideFound() {
  byId("found").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
  byId("search").setAttribute("aria-activedescendant", "");
}

// Go to what was found: an article is opened, a picture that can show the node stays, else the network opens around it.
function choose(node) {
  hideFound();
  byId("search").value = "";
  if (node.kind.name === "Article") return go({ ...readingOf(node), node: "", facts: [] });
  const hide = state.hide.filter((name) => name !== node.kind.name);
  go({ ...(views[state.view].sought?.(node) ?? views.network.sought(node)), hide, node: node.id, facts: [] });
}

// The tree of a group: its members level by level, and at each the awards that it won itself, as cards on a board.

const grove = { tree: null, root: null, items: [], links: [], total: 0, told: 0, isCut: false };
const TOLD = 2000;
const ASKED = 300;
const MEMBERS = 400;
const FEW = { awards: 6, members: 12 };
const LEAF = { height: 40, gap: 6, chip: 46 };
const NARROW = 620;
const isOrganization = (node) => node.kind.name === "Organization";

views.tree = {
  key: () => [state.at, state.open],
  entered: () => ({ view: "tree", open: [] }),
  door: (node) => (isOrganization(node) && (node.receipts || node.isGroup) ? [[t("seeTree"), { view: "tree", at: node.id, open: [] }]] : []),
  sought: (node) => (!isOrganization(node) ? null : views.tree.drawn().includes(node.id) ? {} : { view: "tree", at: node.id, open: [] }),
  async draw(root) {
    const now = turn;
    const head = await headOfTree();
    const tree = head ? await grownTree(head) : null;
    const tools = await treeBar(head);
    if (now !== turn) return;
    Object.assign(grove, { tree, head });
    if (!grove.room) {
      grove.room = el("div", { id: "tree", class: "boards", tabindex: -1 });
      root.append(el("div"), grove.room);
    }
    root.firstChild.replaceWith(tools);
    layTree();
  },
  mark: () => markTree(),
  resized: () => grove.tree && layTree(),
  drawn: () => [...new Set(grove.items.flatMap(({ node }) => (node ? [node.id] : [])))],
  status() {
    if (!grove.tree) return t("empty");
    const shown = new Set(grove.items.flatMap(({ facts, kind }) => (kind === "award" ? facts.map(({ id }) => id) : [])));
    return [t("treeShown", { n: shown.size, m: grove.total }), grove.isCut ? t("treeCut", { n: grove.told }) : "", state.organization ? t("notFiltered") : ""].filter(Boolean).join(" · ");
  },
  named: () => [grove.head].filter(Boolean),
  picture: () => boardPicture(grove.room.querySelector(".board"), grove.room.querySelector(".heads")),
};

// The organization that the address names, or else the group with the most awards.
async function headOfTree() {
  const [found] = state.at ? await source.describe([state.at]) : [];
  if (found?.node && isOrganization(found.node)) return found.node;
  const { rows } = await source.table("groups", { filter: filterOf(state, { except: "organization" }), limit: 1 });
  return rows[0]?.node ?? null;
}

// The choice of the group, and the way up where the head is itself a member.
async function treeBar(head) {
  const { rows, total } = await source.table("groups", { filter: filterOf(state, { except: "organization" }), limit: OPTIONS });
  const parents = head ? (await source.neighbours(head.id, { relation: "subsidiaryOf", isOut: true, limit: 3 })).links : [];
  const choice = el("select", { id: "group", onchange: (event) => go({ at: event.target.value, open: [], node: "", facts: [] }) },
    ...rows.map(({ node, count }) => el("option", { value: node.id, text: `${wrapped(nameOf(node), 30, 1)[0]}（${count}）` })),
    total > rows.length ? el("option", { disabled: true, text: t("moreOptions", { n: total - rows.length }) }) : null);
  if (head && !rows.some(({ node }) => node.id === head.id)) choice.prepend(el("option", { value: head.id, text: nameOf(head) }));
  choice.value = head?.id ?? "";
  return el("div", { class: "bar" }, el("label", {}, el("span", { text: t("group") }), choice),
    ...parents.map(({ node }) => el("button", { type: "button", class: "up", title: nameOf(node), onclick: () => go({ at: node.id, open: [] }) }, "↑ ", el("bdi", { text: wrapped(nameOf(node), 12, 1)[0] }))),
    el("span", { id: "tree-dashed", class: "hint", text: t("dashed"), hidden: true }), pictureButtons());
}

// The members below an organization, as far as awards were won there, each with the awards that it won itself.
async function grownTree(head) {
  const filter = { ...filterOf(), organization: head.id };
  const { rows, total } = await source.table("receipts", { filter, limit: TOLD });
  const own = new Map();
  for (const fact of rows) for (const { id } of fact.winners) (own.get(id) || own.set(id, []).get(id)).push(fact);
  const isHidden = state.hide.includes(head.kind.name);
  const root = memberOf({ node: head, facts: [] }, 0);
  const queue = isHidden ? [] : [root];
  const asked = new Map();
  Object.assign(grove, { total, told: rows.length, isCut: total > rows.length });
  for (let n = 0; queue.length && n < ASKED; n += 1) {
    const item = queue.shift();
    const { id } = item.node;
    if (!asked.has(id)) asked.set(id, await source.neighbours(id, { filter: { hide: state.hide, cut: state.cut }, relation: "subsidiaryOf", isOut: false, limit: MEMBERS }));
    const { links, total: all } = asked.get(id);
    item.unasked = all - links.length;
    // A member of two stands below both; in a circle nobody stands below itself.
    for (const link of links.filter(({ node }) => !item.path.has(node.id))) {
      const member = memberOf(link, item.depth + 1, item.path);
      item.members.push(member);
      if (member.node.receipts || state.open.includes(`members:${item.node.id}`)) queue.push(member);
    }
  }
  if (isHidden) return null;
  tallied(root);
  return root;

  // Awards of its own and below it: those with none are quiet.
  function tallied(item) {
    item.facts = own.get(item.node.id) ?? [];
    const below = new Set([item.node.id]);
    for (const id of below) for (const { node } of asked.get(id)?.links ?? []) below.add(node.id);
    item.count = new Set([...below].flatMap((id) => (own.get(id) ?? []).map((fact) => fact.id))).size;
    item.members.forEach(tallied);
    item.members.sort((a, b) => b.count - a.count);
  }
}

function memberOf({ node, facts }, depth, over = new Set()) {
  return { kind: "member", node, depth, path: new Set([...over, node.id]), ways: facts, members: [], facts: [], count: 0, unasked: 0 };
}

// The awards of these receipts: { node, facts, years: [[year, facts]] }, those won most often first.
function awardsOf(facts) {
  const found = new Map();
  for (const fact of facts) {
    const named = [fact.awards, [fact.edition], [fact.programme], fact.works].map((nodes) => nodes.filter((node) => node && !state.hide.includes(node.kind.name))).find(({ length }) => length);
    for (const node of named ?? []) (found.get(node.id) || found.set(node.id, { node, facts: [] }).get(node.id)).facts.push(fact);
  }
  return [...found.values()].sort((a, b) => b.facts.length - a.facts.length).map((award) => ({ ...award, years: byYear(award.facts) }));
}

function byYear(facts) {
  const years = new Map();
  for (const fact of facts) (years.get(fact.year) || years.set(fact.year, []).get(fact.year)).push(fact);
  return [...years].sort(([a], [b]) => (a < b ? 1 : -1));
}

// What hangs on a member, in the order in which it stands below it; more than a few of a kind are folded and counted.
function leavesOf(item) {
  const awards = awardsOf(item.facts).map((award) => ({ kind: "award", ...award }));
  const [busy, quiet] = [item.members.filter(({ count }) => count), item.members.filter(({ count }) => !count)];
  const key = `quiet:${item.node.id}`;
  const isOpen = state.open.includes(key);
  return [
    ...folded("awards", item, awards, (left) => left.reduce((sum, { facts }) => sum + facts.length, 0), "moreAwards"),
    ...folded("members", item, busy, (left) => left.length, "moreMembers"),
    ...(quiet.length && isOpen ? quiet : []),
    ...(quiet.length + item.unasked ? [{ kind: "fold", at: "member", key, isOpen, text: isOpen ? t("foldQuiet") : t("quietMembers", { n: quiet.length + item.unasked }) }] : []),
  ];
}

function folded(name, item, all, count, words) {
  const key = `${name}:${item.node.id}`;
  const isOpen = state.open.includes(key);
  const at = name === "awards" ? "award" : "member";
  if (all.length <= FEW[name] + 1) return all;
  if (isOpen) return [...all, { kind: "fold", at, key, isOpen, text: t("showFewer") }];
  const left = all.slice(FEW[name]);
  return [...all.slice(0, FEW[name]), { kind: "fold", at, key, isOpen, text: t(words, { n: count(left) }) }];
}

// Rows downwards: the first leaf stands beside its member, so that the head of each branch is where one reads first. Where
// there is no room for columns, each has its row, as in an outline.
function layTree() {
  const { room, tree } = grove;
  Object.assign(grove, { items: [], links: [] });
  const top = room.scrollTop;
  if (!tree) return room.replaceChildren(el("div", { class: "empty" }, ...reasons()));
  const isOutline = room.clientWidth < NARROW;
  let [y, depth] = [10, 0];
  const put = (item, parent) => {
    Object.assign(item, { y: y + LEAF.height / 2, parent });
    grove.items.push(item);
    if (item.kind === "member") depth = Math.max(depth, item.depth);
    if (parent) grove.links.push({ from: parent, to: item });
    const leaves = item.kind === "member" ? leavesOf(item) : [];
    if (!leaves.length || isOutline) y += LEAF.height + LEAF.gap;
    for (const leaf of leaves) put({ ...leaf, ...(leaf.depth === undefined ? { depth: item.depth + 1 } : {}) }, item);
    if (item.kind === "member" && item.depth === 1) y += LEAF.gap;
  };
  put(tree, null);
  const columns = isOutline ? [] : treeColumns(depth, grove.items.some(({ kind, at }) => kind === "award" || at === "award"));
  const width = isOutline ? room.clientWidth : columns.at(-1).x + columns.at(-1).width + EDGE;
  const heads = columns.map(({ x, width: wide, key, kind }) => sized(el("h3", { class: "lane" }, t(key),
    el("span", { class: "count", text: grove.items.filter((item) => kind(item)).length })), { left: x, width: wide }));
  const drawing = svg("svg", { class: "lines", width, height: y, viewBox: `0 0 ${width} ${y}`, "aria-hidden": "true" });
  const indented = (item) => ({ x: EDGE + item.depth * 22, width: width - 2 * EDGE - item.depth * 22 });
  const place = isOutline ? indented : (item) => columns[item.kind === "award" || item.at === "award" ? columns.length - 1 : item.depth];
  drawing.append(...grove.links.flatMap((link) => twig(link, place, isOutline)));
  const board = sized(el("div", { class: "board" }, drawing, ...grove.items.flatMap((item) => treeCard(item, place(item)))), { width, height: y });
  byId("tree-dashed").hidden = !grove.links.some(isRegistered);
  room.replaceChildren(sized(el("div", { class: "heads", hidden: isOutline }, ...heads), { width }), board);
  room.scrollTop = top;
  markTree();
}

// One column for each level, and the widest for the awards.
function treeColumns(depth, hasAwards) {
  const wide = Math.max(LEAST, grove.room.clientWidth);
  const [gap, levels] = [30, depth + 1];
  const level = Math.max(150, Math.min(250, (wide - 2 * EDGE - levels * gap) / (levels + 1.5)));
  const key = (n) => (n === 0 ? (grove.tree.node.isGroup ? "group" : "organization") : n === 1 ? "subsidiary" : "branches");
  const made = Array.from({ length: levels }, (_, n) => ({ x: EDGE + n * (level + gap), width: level, key: key(n), kind: ({ kind, depth: at }) => kind === "member" && at === n }));
  const x = EDGE + levels * (level + gap);
  if (hasAwards) made.push({ x, width: Math.max(260, Math.min(560, wide - EDGE - x)), key: "award", kind: ({ kind }) => kind === "award" });
  return made;
}

const isRegistered = ({ to }) => to.kind === "member" && to.ways.length > 0 && to.ways.every(({ basis }) => basis === "registry");

// The line from a member to what hangs on it: out, down its own trunk, and across; only the last part is its own to click.
function twig(link, place, isOutline) {
  const { from, to } = link;
  const [start, x2] = [place(from), place(to).x];
  const [y1, y2] = [from.y, to.y];
  const [x1, x] = isOutline ? [start.x + 11, start.x + 11] : [start.x + start.width, start.x + start.width + 14];
  const turn = `V${y2 - 8}Q${x},${y2} ${x + 8},${y2}H${x2}`;
  const d = isOutline ? `M${x},${y1 + LEAF.height / 2}${turn}` : y1 === y2 ? `M${x1},${y1}H${x2}` : `M${x1},${y1}H${x}${turn}`;
  link.line = svg("path", { class: isRegistered(link) ? "line dashed" : "line", d });
  const facts = to.kind === "award" ? to.facts : (to.ways ?? []);
  if (!facts.length) return [link.line];
  const touch = svg("path", { class: "touch", d: `M${y1 === y2 ? x1 : x},${y2}H${x2}` });
  touch.addEventListener("click", () => selectFacts(facts.map(({ id }) => id)));
  for (const [event, isOn] of [["mouseenter", true], ["mouseleave", false]]) touch.addEventListener(event, () => link.line.classList.toggle("under", isOn));
  return [link.line, touch];
}

// A card with what can be counted of it beside it: the awards of a member open their list, the years of an award their sentences.
function treeCard(item, { x, width }) {
  const y = item.y - LEAF.height / 2;
  if (item.kind === "fold") {
    const turned = item.isOpen ? state.open.filter((key) => key !== item.key) : [...state.open, item.key];
    return [sized(el("button", { type: "button", class: "fold", "aria-expanded": String(item.isOpen), onclick: () => go({ open: turned }), text: item.text }), { left: x, top: y + 6 })];
  }
  const chips = item.kind === "award" ? yearChips(item) : item.count ? [chip(item.count, () => openList({ organization: item.node.id }), countLabel(item, item.count))] : [];
  const taken = chips.reduce((sum, { wide }) => sum + wide + 4, 0);
  const row = sized(el("span", { class: "chips" }, ...chips.map(({ made }) => made)), { top: y, width: taken, left: x + width - taken });
  const name = [...nameOf(item.node)].length * 13;
  item.card = cardOf(item.node, { x, y, width: width - taken, isLong: name > width - taken - 52 });
  item.card.classList.add("low");
  if (item.kind === "member" && !item.count) item.card.classList.add("quiet");
  return [item.card, ...(chips.length ? [row] : [])];
}

const chip = (text, onclick, label) => ({ made: el("button", { type: "button", class: "chip", onclick, "aria-label": label, title: label, text }), wide: chipWidth(String(text)) });
const chipWidth = (text) => Math.ceil([...text].reduce((sum, sign) => sum + widthOf(sign) * 12.3, 19));

// The years in which an award was won; of many the latest, and how often before.
function yearChips({ node, years }) {
  const words = (year, facts) => `${year || t("noYear")}${facts.length > 1 ? ` ×${facts.length}` : ""}`;
  const open = (facts) => () => selectFacts(facts.map(({ id }) => id));
  const label = (year, facts) => [nameOf(node), year, t("seeSentences", { n: facts.length })].filter(Boolean).join(" ");
  const shown = years.slice(0, years.length > 3 ? 2 : 3);
  const rest = years.slice(shown.length).flatMap(([, facts]) => facts);
  const made = shown.map(([year, facts]) => chip(words(year, facts), open(facts), label(year || t("noYear"), facts)));
  if (rest.length) made.push(chip(`+${rest.length}`, open(rest), label("", rest)));
  return made;
}

// Whether something stands below the node that is selected.
function isBelow(item) {
  for (let at = item.parent; at; at = at.parent) if (at.node.id === state.node) return true;
  return false;
}

// Light what is selected, with the way from the head to it and all that is below it, and dim the rest.
function markTree() {
  if (!grove.tree) return;
  const facts = new Set(state.facts);
  const isChosen = ({ node, kind, facts: own, ways }) => node && (node.id === state.node || (kind === "award" ? own : ways).some(({ id }) => facts.has(id)));
  const lit = new Set();
  for (const item of grove.items.filter(isChosen)) for (let at = item; at; at = at.parent) lit.add(at);
  for (const item of grove.items) if (item.parent && lit.has(item.parent) && isBelow(item)) lit.add(item);
  grove.room.classList.toggle("is-lit", lit.size > 0);
  for (const { to, line } of grove.links) line.classList.toggle("on", lit.has(to));
  for (const item of grove.items.filter(({ card }) => card)) {
    item.card.classList.toggle("on", lit.has(item));
    item.card.setAttribute("aria-pressed", String(item.node.id === state.node));
  }
}

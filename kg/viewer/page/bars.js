// Counted tables: the bar stands in the row, the name opens a picture or the panel, the number the receipts behind it.

const FACET_OF = { groups: "organization", organizations: "organization", subsidiaries: "organization", winners: "organization", awards: "award",
  programmes: "programme", editions: "edition", years: "year", publishers: "source", articles: "source", cases: "case" };

// The picture that says most of a node: the tree of a group, the lanes of an award or an article, else the network.
function pictureOf(node) {
  const door = (name) => views[name]?.door?.(node)?.[0]?.[1];
  const made = node.isGroup ? door("tree") : node.kind.name === "Organization" ? null : door("lanes");
  return made ?? { view: "network", at: node.id, open: [] };
}

function pictureButton(node, text = "") {
  const name = nameOf(node);
  const open = () => go({ ...pictureOf(node), node: node.id, facts: [] });
  return el("button", { type: "button", class: "link", title: name, dir: "auto", onclick: open }, el("bdi", { text: text || name }));
}

// What the rows of a table are called within a sentence.
const plural = (name) => (language === "zh" ? t(name) : t(name).toLowerCase());

const wordsOfKey = (key) => (key === NO_YEAR ? t("noYear") : key);

function nameOfRow(row, button) {
  if (!row.node) return el("span", { text: wordsOfKey(row.key) });
  const of = row.of ? el("span", { class: "said", dir: "auto", title: nameOf(row.of), text: nameOf(row.of) }) : null;
  return el("span", { class: "name" }, button(row.node), of);
}

// What a button says to readers of the screen whose face is a number alone: the name of its row too.
const countLabel = ({ node, key }, n) => `${node ? nameOf(node) : wordsOfKey(key)} ${t("openList", { n })}`;

// A number with its bar; it opens the list of what it counts.
function barOf(row, most, table) {
  return el("button", { type: "button", class: "bar-of", onclick: () => openList({ [FACET_OF[table]]: row.key }), "aria-label": countLabel(row, row.count) },
    svg("svg", { viewBox: "0 0 100 8", width: 120, height: 8, preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { width: 100, height: 8, rx: 2, class: "trough" }), svg("rect", { width: row.count ? Math.max(1.5, (100 * row.count) / most) : 0, height: 8, rx: 2, class: "fill" })),
    el("span", { text: row.count }));
}

// `head` makes the heading of a column from its key and its words.
function countTable(name, rows, { most = Math.max(1, ...rows.map(({ count }) => count)), button = nodeButton, head = plainHead } = {}) {
  return el("table", { class: "counted" },
    el("thead", {}, el("tr", {}, head("name", t(`by_${FACET_OF[name]}`)), head("count", t("receipts"), "number"))),
    el("tbody", {}, ...rows.map((row) => el("tr", row.node ? { "data-node": row.node.id } : {},
      el("th", { scope: "row" }, nameOfRow(row, button)), el("td", { class: "number" }, barOf(row, most, name))))));
}

const plainHead = (_, text, style = "") => el("th", { scope: "col", class: style, text });

// The heading of a column that sorts its table; `usual` is the order in which the table comes.
function sortHead(name, text, style = "", usual = "none") {
  const [sort, way] = state.sort.split("!");
  const order = sort === name ? (way === "down" ? "descending" : "ascending") : sort ? "none" : usual;
  const next = order === "none" && name === "count" ? "down" : order === "ascending" ? "down" : "up";
  return el("th", { scope: "col", class: style, "aria-sort": order },
    el("button", { id: `sort-${name}`, type: "button", onclick: () => go({ sort: `${name}!${next}`, skip: "" }), text }));
}

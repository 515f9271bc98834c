// The answer as a table: sorted by a click on a column's name, so many rows at a time.

const PAGE = 200;

// The name of an IRI with a known prefix, else the IRI.
function shortened(iri) {
  const all = Object.entries(base.prefixes).concat([["id", base.base]]);
  const [prefix, namespace] = all.filter(([, start]) => iri.startsWith(start)).sort((a, b) => b[1].length - a[1].length)[0] || [];
  return prefix ? `${prefix}:${iri.slice(namespace.length)}` : iri;
}

// Where an IRI leads: a page of this server for one of the graph's own, the web for another, or nowhere.
function addressOf(iri) {
  return iri.startsWith(base.base) ? base.resources + iri.slice(base.base.length).split("/").map(encodeURIComponent).join("/") : webAddress(iri);
}

function cellOf(term) {
  if (!term) return el("td");
  if (term.type !== "uri") {
    return el("td", { class: isNumber(term) ? "number" : null, dir: "auto", title: term.language || shortened(term.datatype) || null }, term.value);
  }
  const href = addressOf(term.value);
  const text = shortened(term.value);
  return el("td", { title: term.value }, href ? el("a", { href, rel: "noreferrer", text }) : text);
}

const isNumber = (term) => term !== null && term.type === "literal" && /#(integer|decimal|double|float|int|long|nonNegativeInteger)$/.test(term.datatype);

function inOrder(rows, column, isDown) {
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  const compare = (a, b) => (isNumber(a) && isNumber(b) ? Number(a.value) - Number(b.value) : collator.compare(a ? a.value : "", b ? b.value : ""));
  return [...rows].sort((a, b) => (isDown ? -1 : 1) * compare(a[column], b[column]));
}

function drawTable(answer, { column = -1, isDown = false, count = PAGE } = {}) {
  const rows = column < 0 ? answer.rows : inOrder(answer.rows, column, isDown);
  const heading = (name, i) => el("th", { scope: "col", "aria-sort": i === column ? (isDown ? "descending" : "ascending") : null },
    el("button", { type: "button", text: name, onclick: () => show(drawTable(answer, { column: i, isDown: i === column && !isDown, count })) }));
  const left = rows.length - count;
  return [
    el("table", {}, el("thead", {}, el("tr", {}, ...answer.variables.map(heading))),
      el("tbody", {}, ...rows.slice(0, count).map((row) => el("tr", {}, ...row.map(cellOf))))),
    left > 0 && el("button", { type: "button", class: "more", text: t("more", { n: Math.min(left, 5 * PAGE) }), onclick: () => show(drawTable(answer, { column, isDown, count: count + 5 * PAGE })) }),
  ];
}

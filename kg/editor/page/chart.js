// The answer as bars: the first column of numbers by the first column that is none.

const BARS = 60;
const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, said] of Object.entries(attributes)) {
    if (name === "text") made.textContent = said;
    else made.setAttribute(name, said);
  }
  made.append(...children);
  return made;
}

const cutTo = (text, most) => ([...text].length > most ? `${[...text].slice(0, most - 1).join("")}…` : text);
const words = (term) => (term === null ? "" : term.type === "uri" ? shortened(term.value) : term.value);

function drawChart(answer) {
  const columns = answer.variables.map((_, i) => i);
  const number = columns.find((i) => answer.rows.length > 0 && answer.rows.every((row) => isNumber(row[i])));
  if (number === undefined) return [el("p", { class: "hint", text: t("noNumbers") })];
  const name = columns.find((i) => i !== number && !answer.rows.every((row) => isNumber(row[i]))) ?? columns.find((i) => i !== number);
  const rows = answer.rows.slice(0, BARS);
  const [least, most] = [Math.min(0, ...rows.map((row) => Number(row[number].value))), Math.max(0, ...rows.map((row) => Number(row[number].value)))];
  const [left, wide, high] = [240, 420, 24];
  const at = (value) => left + (most > least ? ((value - least) / (most - least)) * wide : 0);
  const bars = rows.flatMap((row, n) => {
    const value = Number(row[number].value);
    const said = name === undefined ? "" : words(row[name]);
    const y = n * high;
    return [
      svg("text", { x: left - 8, y: y + 16, "text-anchor": "end", class: "name" }, svg("title", { text: said }), cutTo(said, 17)),
      svg("rect", { x: Math.min(at(0), at(value)), y: y + 4, width: Math.max(1, Math.abs(at(value) - at(0))), height: high - 8 }),
      svg("text", { x: Math.max(at(0), at(value)) + 6, y: y + 16, text: row[number].value }),
    ];
  });
  const label = t("chartLabel", { a: answer.variables[number] });
  return [
    answer.rows.length > BARS && el("p", { class: "hint", text: t("firstOnly", { n: BARS }) }),
    svg("svg", { viewBox: `0 0 ${left + wide + 100} ${rows.length * high}`, role: "img", "aria-label": label, class: "chart" }, ...bars),
  ];
}

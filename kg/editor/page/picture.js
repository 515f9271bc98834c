// The answer as a picture: each column is a layer of boxes, and what stands in one row is tied. The same answer gives the same picture.

const BOXES = 40;

function drawPicture(answer) {
  const isLink = (i) => answer.rows.some((row) => row[i] !== null) && !answer.rows.every((row) => isNumber(row[i]));
  // Of statements, the predicate is what ties, and no layer of its own.
  const layers = answer.kind === "statements" ? [0, 2] : answer.variables.map((_, i) => i).filter(isLink);
  if (layers.length < 2) return [el("p", { class: "hint", text: t("noLinks") })];
  const [wide, gap, high] = [200, 110, 30];
  const boxes = layers.map((column) => {
    const found = new Map();
    for (const row of answer.rows) if (row[column] !== null) found.set(keyOf(row[column]), row[column]);
    return new Map([...found].slice(0, BOXES).map(([key, term], n) => [key, { term, n }]));
  });
  const isCut = layers.some((column, l) => answer.rows.some((row) => row[column] !== null && !boxes[l].has(keyOf(row[column]))));
  const tallest = Math.max(...boxes.map(({ size }) => size)) * high;
  const middle = (l, n) => (tallest - boxes[l].size * high) / 2 + n * high + high / 2;
  const ties = new Map();
  for (const row of answer.rows) {
    layers.slice(1).forEach((column, l) => {
      const [from, to] = [row[layers[l]] && boxes[l].get(keyOf(row[layers[l]])), row[column] && boxes[l + 1].get(keyOf(row[column]))];
      if (from && to) ties.set(`${l} ${from.n} ${to.n}`, { l, from, to, said: answer.kind === "statements" ? words(row[1]) : "" });
    });
  }
  const paths = [...ties.values()].map(({ l, from, to, said }) => {
    const [x, end, y, z] = [l * (wide + gap) + wide, (l + 1) * (wide + gap), middle(l, from.n), middle(l + 1, to.n)];
    return svg("path", { d: `M${x} ${y}C${x + gap / 2} ${y} ${end - gap / 2} ${z} ${end} ${z}`, class: "tie" }, svg("title", { text: said }));
  });
  const drawn = boxes.flatMap((layer, l) => [...layer.values()].map(({ term, n }) => drawBox(term, l * (wide + gap), middle(l, n) - high / 2 + 3, wide, high - 6)));
  const width = layers.length * wide + (layers.length - 1) * gap + 2;
  return [
    isCut && el("p", { class: "hint", text: t("firstOnly", { n: BOXES }) }),
    svg("svg", { viewBox: `-1 -1 ${width} ${tallest + 2}`, width, role: "img", "aria-label": t("pictureLabel"), class: "picture" }, ...paths, ...drawn),
  ];
}

const keyOf = (term) => [term.type, term.value, term.language, term.datatype].join("\u0000");

function drawBox(term, x, y, width, height) {
  const box = svg("g", {}, svg("title", { text: term.value }), svg("rect", { x, y, width, height, rx: 4 }),
    svg("text", { x: x + 8, y: y + height / 2 + 4, text: cutTo(words(term), /[⺀-鿿]/.test(words(term)) ? 14 : 26) }));
  const href = term.type === "uri" ? addressOf(term.value) : "";
  return href ? svg("a", { href, rel: "noreferrer" }, box) : box;
}

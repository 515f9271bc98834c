// A board traced as SVG, for taking away: its boxes, lines and words where the page has set them, as they are seen.

const TRACED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "paint-order", "opacity", "font-size", "font-family", "font-weight", "text-anchor"];

// `heads` stand above the board, wherever they stick at the moment.
function boardPicture(board, heads = null) {
  const above = heads?.offsetHeight ?? 0;
  const part = (made, y) => (made ? [svg("g", { transform: `translate(0 ${y})` }, ...traced(made, made.getBoundingClientRect(), null))] : []);
  return { shapes: [...part(heads, 0), ...part(board, above)], box: { x: 0, y: 0, width: board.offsetWidth, height: board.offsetHeight + above } };
}

function traced(part, origin, clip) {
  return [...part.children].flatMap((child) => {
    const box = child.getBoundingClientRect();
    const look = getComputedStyle(child);
    if (!box.width || !box.height || look.visibility === "hidden") return [];
    if (child instanceof SVGElement) return [tracedDrawing(child, box, origin)];
    const inner = look.overflow === "hidden" || look.overflow === "clip" ? box : clip;
    const made = [...tracedFrame(look, box, origin), ...tracedWords(child, look, origin, inner), ...traced(child, origin, inner)];
    return look.opacity === "1" ? made : [svg("g", { opacity: look.opacity }, ...made)];
  });
}

function tracedDrawing(made, box, origin) {
  const copy = made.cloneNode(true);
  // The width that a style gives stands in the box; an attribute of style would be refused by a strict page.
  copy.removeAttribute("style");
  const parts = [...made.querySelectorAll("*")];
  [...copy.querySelectorAll("*")].forEach((part, n) => {
    const look = getComputedStyle(parts[n]);
    for (const name of TRACED) if (look.getPropertyValue(name)) part.setAttribute(name, look.getPropertyValue(name));
  });
  for (const [name, value] of Object.entries({ x: box.left - origin.left, y: box.top - origin.top, width: box.width, height: box.height })) copy.setAttribute(name, num(value));
  return copy;
}

// The ground and the border of a box; of a cell, the line below it.
function tracedFrame(look, { left, top, width, height, bottom }, origin) {
  const [x, y] = [left - origin.left, top - origin.top];
  const isFilled = !/^rgba\(.*, 0\)$|^transparent$/.test(look.backgroundColor);
  const isFramed = parseFloat(look.borderTopWidth) > 0 && parseFloat(look.borderLeftWidth) > 0;
  const made = [];
  if (isFilled || isFramed) {
    made.push(svg("rect", { x: num(x), y: num(y), width: num(width), height: num(height), rx: Math.min(parseFloat(look.borderTopLeftRadius) || 0, height / 2),
      fill: isFilled ? look.backgroundColor : "none", ...(isFramed ? { stroke: look.borderTopColor, ...(look.borderTopStyle === "dashed" ? { "stroke-dasharray": "5 4" } : {}) } : {}) }));
  }
  if (!isFramed && parseFloat(look.borderBottomWidth) > 0) {
    const wide = parseFloat(look.borderBottomWidth);
    made.push(svg("path", { d: `M${num(x)},${num(bottom - origin.top - wide / 2)}h${num(width)}`, stroke: look.borderBottomColor, "stroke-width": wide, fill: "none" }));
  }
  return made;
}

// The words that stand in an element itself, line by line as the page broke them; where a name was cut off, it says so.
function tracedWords(part, look, origin, clip) {
  const lines = [...part.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).flatMap(linesOf);
  const seen = lines.filter(({ y }) => !clip || y <= clip.bottom + 2);
  if (seen.length < lines.length && seen.length) seen[seen.length - 1].text = seen[seen.length - 1].text.replace(/.$/u, "…");
  const size = parseFloat(look.fontSize);
  return seen.map(({ text, x, y }) => svg("text", { x: num(x - origin.left), y: num(y - origin.top - size * 0.27), "font-size": size, "font-weight": look.fontWeight, "font-family": FONT, fill: look.color,
    ...(look.textDecorationLine === "none" ? {} : { "text-decoration": look.textDecorationLine }) }, text));
}

// The lines of a text: a range is asked where each sign stands.
function linesOf(node) {
  const lines = [];
  const range = document.createRange();
  let at = 0;
  for (const sign of node.data) {
    range.setStart(node, at);
    range.setEnd(node, (at += sign.length));
    const { left, bottom, width } = range.getBoundingClientRect();
    const last = lines[lines.length - 1];
    if (last && Math.abs(last.y - bottom) < 2) last.text += sign;
    else if (width) lines.push({ text: sign, x: left, y: bottom });
  }
  return lines;
}

// Shapes and colours: the same for legend, cards and network.

const FONT = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Hiragino Sans GB", sans-serif';
const HOLLOW = new Set(["Figure", "Article"]);

const POLYGONS = {
  square: [[-6, -6], [6, -6], [6, 6], [-6, 6]],
  diamond: [[0, -7.5], [7.5, 0], [0, 7.5], [-7.5, 0]],
  triangle: [[0, -7], [7, 5.5], [-7, 5.5]],
  triangleDown: [[0, 7], [7, -5.5], [-7, -5.5]],
  hexagon: [[7, 0], [3.5, 6.1], [-3.5, 6.1], [-7, 0], [-3.5, -6.1], [3.5, -6.1]],
  star: Array.from({ length: 10 }, (_, n) => {
    const [radius, angle] = [n % 2 ? 3.6 : 8, (Math.PI * n) / 5 - Math.PI / 2];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }),
};

const className = (kind) => pick(kind.zh, kind.en);

// A small picture of a class; it only repeats what words say, so readers of the screen skip it.
function glyph(kind) {
  const colours = shade(kind);
  const look = { fill: colours.fill, stroke: colours.line, "stroke-width": 1.5, "stroke-linejoin": "round" };
  const shape = kind.shape === "dot"
    ? svg("circle", { r: HOLLOW.has(kind.name) ? 5 : 7, ...look })
    : svg("polygon", { points: POLYGONS[kind.shape].map((p) => p.map((x) => x.toFixed(1)).join(",")).join(" "), ...look });
  return svg("svg", { class: "glyph", viewBox: "-9 -9 18 18", width: 16, height: 16, "aria-hidden": "true" }, shape);
}

const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches;
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// The fill of a class, and a line around it that stands out from the ground (3:1 at least) in either theme.
function shade(kind) {
  const line = mix(kind.colour, isDark() ? "#ffffff" : "#000000", 0.3);
  return { fill: HOLLOW.has(kind.name) ? css("--ground") : kind.colour, line };
}

function mix(colour, into, share) {
  const parts = (text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
  const [a, b] = [parts(colour), parts(into)];
  return `#${a.map((x, n) => Math.round(x + (b[n] - x) * share).toString(16).padStart(2, "0")).join("")}`;
}

const widthOf = (c) => (c.codePointAt(0) > 0x2e7f || "“”‘’…—".includes(c) ? 1 : 0.56);

// Break a name into at most so many lines of about so many Han wide; what does not fit becomes an ellipsis.
function wrapped(text, width, lines) {
  const made = [];
  let [line, used] = ["", 0];
  for (const c of text) {
    const wide = widthOf(c);
    if (used + wide > width) {
      const [, kept, carried] = line.match(wide < 1 && c !== " " ? /^(.* )?([^ \u2e80-\uffff]*)$/u : /^(.*?)([“‘《〈「『【（(]*)$/u) || [];
      made.push(kept || line);
      [line, used] = kept ? [carried, [...carried].reduce((sum, d) => sum + widthOf(d), 0)] : ["", 0];
      if (made.length === lines) break;
    }
    line += c;
    used += wide;
  }
  if (made.length < lines) return [...made, line].filter(Boolean);
  made[lines - 1] = `${[...made[lines - 1]].slice(0, -1).join("")}…`;
  return made;
}

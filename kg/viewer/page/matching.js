// How a query finds a name. Names, aliases, codes and pinyin of the embedded source stand line by line in a few long
// texts, so that one pass of the browser's own search through each answers a keystroke on any graph that a page can hold.

// Which class comes first among hits that are as good; any other before articles.
const BEFORE = ["Organization", "AwardCategory", "AwardProgramme", "Case", "", "Article", "Figure"];
const CODES = new Set(["tickerSymbol", "code", "identifier"]);

function indexNames(base) {
  let fields = null;
  return (text, limit = 12) => {
    const key = fold(text).replaceAll("\n", "");
    if (!key) return [];
    if (!fields) fields = { names: namesOf(base), ...pinyinOf(base), weights: weightsOf(base), ranks: ranksOf(base) };
    const found = { scores: new Int16Array(fields.weights.length).fill(-1), lines: new Int32Array(fields.weights.length), order: [] };
    seek(fields.names, key, found, (line, isStart, isWhole) => (isWhole ? (fields.names.isFirst(line) ? 0 : 1) : isStart ? 10 : 30));
    if (/^[a-z0-9]+$/.test(key)) {
      seek(fields.initials, key, found, (line, isStart, isWhole) => (isWhole ? 5 : isStart ? 15 : 40), false);
      if (key.length > 1) seekTyped(fields.syllables, key, found);
    }
    return bestOf(found, fields, limit).map((i) => ({ i, shown: found.lines[i] < 0 ? "" : fields.names.shown[found.lines[i]] }));
  };
}

// What is won or linked more comes first among equals.
const weightsOf = (base) => Int32Array.from(base.data.nodes.id, (_, i) => base.receiptsOf(i).length * 8 + Math.min(base.edgesOf(i).length, 7));

const placeOfClass = (name) => BEFORE.indexOf(BEFORE.includes(name) ? name : "");

function ranksOf(base) {
  const places = base.classes.map(({ name }) => placeOfClass(name));
  return Int8Array.from(base.data.nodes.class, (type) => places[type]);
}

// Lines of text with the node that each is of.
function linesOfNodes(lines, owners) {
  const text = `\n${lines}\n`;
  const starts = new Int32Array(owners.length + 1);
  for (let n = 0, at = 1; n <= owners.length; n += 1) {
    starts[n] = at;
    at = text.indexOf("\n", at) + 1;
  }
  return { text, starts, owners, isFirst: (line) => line === 0 || owners[line - 1] !== owners[line] };
}

function namesOf(base) {
  const { label, english, aliases, properties, id } = base.data.nodes;
  const [shown, owners] = [[], []];
  for (let i = 0; i < id.length; i += 1) {
    const names = [label[i], english[i], ...(aliases[i] || [])];
    for (const [name, said] of properties[i] || []) {
      if (name === "legalName") names.push(said);
      if (CODES.has(name)) names.push(said, said.split(".")[0]);
    }
    names.forEach((name, n) => { if (name && names.indexOf(name) === n) { shown.push(name); owners.push(i); } });
  }
  return { ...linesOfNodes(foldedLines(shown), owners), shown };
}

// All names folded at once, one a line: what `fold` does to a name, done to one long text.
function foldedLines(names) {
  const folded = fold(names.join("\n")).split("\n");
  const lines = folded.length === names.length ? folded : names.map((name) => fold(name).replaceAll("\n", ""));
  return lines.map((name, n) => name || fold(names[n]).replaceAll("\n", "")).join("\n");
}

function pinyinOf(base) {
  const [spelled, owners] = [[], []];
  base.data.nodes.spelled.forEach((texts, i) => { for (const text of texts || []) { spelled.push(text); owners.push(i); } });
  const text = spelled.join("\n");
  return { syllables: linesOfNodes(text, owners), initials: linesOfNodes(text.replace(/([^ \n])[^ \n]* ?/g, "$1"), owners) };
}

// Score each line that has the key in it; the first place in a line counts, the best line of a node.
function seek({ text, starts, owners }, key, found, score, isShown = true) {
  for (let at = text.indexOf(key), line = 0; at >= 0;) {
    line = lineAt(starts, at, line);
    const isStart = at === starts[line];
    better(found, owners[line], score(line, isStart, isStart && at + key.length === starts[line + 1] - 1), isShown ? line : -1);
    at = text.indexOf(key, starts[line + 1] - 1);
  }
}

// Beginnings of successive syllables: taibaosx, tbshouxian.
function seekTyped({ text, starts, owners }, key, found) {
  const typed = new RegExp(`[ \\n]${[...key].join("(?:[^ \\n]* )?")}`, "g");
  for (let hit = typed.exec(text), line = 0; hit; hit = typed.exec(text)) {
    line = lineAt(starts, hit.index + 1, line);
    if (found.scores[owners[line]] < 0) better(found, owners[line], 20, -1);
    typed.lastIndex = starts[line + 1] - 1;
  }
}

// The line of a place that is in this line or in a later one.
function lineAt(starts, at, line) {
  for (let n = 0; n < 8; n += 1) if (starts[line + n + 1] > at) return line + n;
  let [low, high] = [line + 8, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function better(found, i, score, line) {
  if (found.scores[i] < 0) found.order.push(i);
  else if (found.scores[i] <= score) return;
  found.scores[i] = score;
  found.lines[i] = line;
}

// The few best, without sorting all: by score, then by class, then by weight, then in order.
function bestOf({ order, scores }, { weights, ranks }, limit) {
  const made = [];
  const isBefore = (a, b) => (scores[a] - scores[b] || ranks[a] - ranks[b] || weights[b] - weights[a] || a - b) < 0;
  for (const i of order) {
    if (made.length === limit && !isBefore(i, made[limit - 1])) continue;
    let n = made.length;
    while (n > 0 && isBefore(i, made[n - 1])) n -= 1;
    made.splice(n, 0, i);
    if (made.length > limit) made.pop();
  }
  return made;
}

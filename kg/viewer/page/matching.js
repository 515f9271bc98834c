// How a query finds a name: names, aliases, codes and pinyin of the embedded source are folded once.

const CODES = new Set(["tickerSymbol", "code", "identifier"]);

function indexNames(base) {
  let entries = null;
  return (text, limit = 12) => {
    const key = fold(text);
    if (!key) return [];
    if (!entries) entries = base.data.nodes.id.map((_, i) => entryOf(base, i));
    const hits = [];
    for (const entry of entries) {
      const { best, shown } = fit(entry, key);
      if (best >= 0) hits.push({ i: entry.i, score: best, shown });
    }
    const weight = ({ i }) => base.receiptsOf(i).length * 8 + Math.min(base.edgesOf(i).length, 7);
    return hits.sort((a, b) => a.score - b.score || weight(b) - weight(a) || a.i - b.i).slice(0, limit);
  };
}

function entryOf(base, i) {
  const { label, english, aliases, properties, spelled } = base.data.nodes;
  const rows = properties[i] || [];
  const codes = rows.filter(([name]) => CODES.has(name)).flatMap(([, code]) => [code, code.split(".")[0]]);
  const legal = rows.filter(([name]) => name === "legalName").map(([, name]) => name);
  const names = [...new Set([label[i], english[i], ...(aliases[i] || []), ...legal, ...codes].filter(Boolean))];
  const syllables = (spelled[i] || []).map((text) => text.split(" "));
  return { i, names, keys: names.map(fold), syllables, initials: syllables.map((all) => all.map((s) => s[0]).join("")) };
}

// How well a query fits: smaller is better, -1 is not at all.
function fit({ names, keys, syllables, initials }, key) {
  let best = -1;
  let shown = "";
  const better = (score, name) => {
    if (best < 0 || score < best) [best, shown] = [score, name];
  };
  keys.forEach((name, n) => {
    const at = name.indexOf(key);
    if (at >= 0) better(name === key ? Math.min(n, 1) : at === 0 ? 10 : 30, names[n]);
  });
  if (!/^[a-z0-9]+$/.test(key)) return { best, shown };
  for (const letters of initials) {
    const at = letters.indexOf(key);
    if (at >= 0) better(letters === key ? 5 : at === 0 ? 15 : 40, "");
  }
  if (best < 0 && syllables.some((all) => isTyped(key, all))) better(20, "");
  return { best, shown };
}

// Whether the letters are typed beginnings of successive syllables: taibaosx, tbshouxian.
function isTyped(key, syllables) {
  const reach = (at, n) => {
    if (at === key.length) return true;
    if (n === syllables.length) return false;
    const syllable = syllables[n];
    let common = 0;
    while (common < syllable.length && key[at + common] === syllable[common]) common += 1;
    for (; common > 0; common -= 1) if (reach(at + common, n + 1)) return true;
    return false;
  };
  return syllables.some((syllable, n) => syllable[0] === key[0] && reach(0, n));
}

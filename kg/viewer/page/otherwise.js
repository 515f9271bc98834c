// What is told otherwise: receipts of one case and award, and figures of one case, that two articles give differently.
// Nothing decides between them: the same case may have won twice.

// Of a receipt: others with the same case and award, from other articles, with another year, edition or rank.
function otherReceipts(base, f) {
  const mine = base.receipts[base.receiptOf[f]];
  if (!mine) return [];
  const isSame = (other) => other.works.some((i) => mine.works.includes(i)) && other.awards.some((i) => mine.awards.includes(i));
  const { year, rank } = base.data.facts;
  const differs = (a, b) => a !== b && a !== "" && b !== "" && a !== -1 && b !== -1;
  return [...new Set(mine.works.flatMap(base.receiptsOf))].map((r) => base.receipts[r]).filter((other) => other !== mine && isSame(other)
    && !other.articles.some((i) => mine.articles.includes(i))
    && (differs(year[f], year[other.fact]) || differs(mine.edition, other.edition) || differs(rank[f], rank[other.fact])))
    .map(({ fact }) => describedFact(base, fact));
}

// Of a figure: others of the same case with its measure, period and unit, from other articles, with another value.
function otherFigures(base, i) {
  if (base.classes[base.data.nodes.class[i]].name !== "Figure") return [];
  const key = (n) => ["measures", "period", "unit"].map((name) => said(base, n, name));
  const mine = key(i);
  if (mine.some((text) => !text)) return [];
  const { evidence, passages } = base.data;
  const articles = (n) => (base.data.nodes.evidence[n] || []).map((q) => passages.article[evidence.passage[q]]);
  const told = new Set(articles(i));
  const isOther = (n) => n !== i && key(n).join("\n") === mine.join("\n") && said(base, n, "numericValue") !== said(base, i, "numericValue") && !articles(n).some((a) => told.has(a));
  const found = new Set(base.sources(i, "hasFigure").flatMap((work) => base.targets(work, "hasFigure")).filter(isOther));
  return [...found].map((n) => ({ node: base.node(n), quotes: (base.data.nodes.evidence[n] || []).map((q) => quoteValue(base, q)) }));
}

// Words in two languages, and the folding of names.

const WORDS = {
  overview: ["总览", "Overview"],
  network: ["关系网", "Network"],
  lanes: ["获奖脉络", "Award lanes"],
  tree: ["集团树", "Group tree"],
  path: ["路径", "Path"],
  compare: ["对比", "Compare"],
  list: ["列表", "Tables"],
  article: ["报道", "Article"],
  views: ["视图", "Views"],
  tables: ["表格", "Tables"],
  search: ["搜索机构、奖项、案例、代码或拼音（按 / 开始）", "Search name, alias, stock code or pinyin (press /)"],
  searchLabel: ["搜索", "Search"],
  nothingFound: ["没有找到", "Nothing found"],
  otherLanguage: ["EN", "中文"],
  otherLanguageLabel: ["Switch to English", "切换到中文"],
  legend: ["筛选与图例", "Filters and legend"],
  classes: ["类别", "Classes"],
  relations: ["关系", "Relations"],
  filters: ["筛选", "Filters"],
  panel: ["详情与证据", "Details and evidence"],
  by_year: ["年度", "Year"],
  by_award: ["奖项", "Award"],
  by_programme: ["评选", "Programme"],
  by_organization: ["机构（含所属）", "Organization (with members)"],
  by_kind: ["机构类别", "Kind of organization"],
  by_source: ["来源", "Source"],
  by_case: ["案例", "Case"],
  by_sure: ["置信度", "Confidence"],
  atLeast: ["至少 {n}", "at least {n}"],
  all: ["全部", "All"],
  noYear: ["无年度", "No year"],
  separator: ["、", "; "],
  clear: ["清除筛选", "Clear filters"],
  moreOptions: ["还有 {n} 个，请用搜索", "{n} more: use the search"],
  receiptsOf: ["{n} 次获奖", "{n} awards"],
  scope: ["范围", "Scope"],
  everything: ["全部获奖", "All awards"],
  editions: ["届次", "Editions"],
  groups: ["集团", "Groups"],
  organizations: ["机构", "Organizations"],
  subsidiaries: ["子公司", "Subsidiaries"],
  cases: ["案例", "Cases"],
  awards: ["奖项", "Awards"],
  programmes: ["评选", "Programmes"],
  years: ["年度", "Years"],
  publishers: ["来源", "Publishers"],
  articles: ["报道", "Articles"],
  figures: ["数据", "Figures"],
  group: ["集团", "Group"],
  subsidiary: ["子公司 / 机构", "Subsidiary"],
  organization: ["机构", "Organization"],
  case: ["案例", "Case"],
  award: ["奖项", "Award"],
  year: ["年度", "Year"],
  measures: ["指标", "Measure"],
  printed: ["原文数字", "As printed"],
  period: ["时期", "Period"],
  dashed: ["虚线：来自机构名录", "Dashed: from the registry"],
  showMore: ["再显示 {n} 次获奖", "Show {n} more awards"],
  fit: ["适合窗口", "Fit"],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  netHint: ["单击节点展开，单击连线看原文", "Click a node to expand, a line to read its sentence"],
  expand: ["展开邻居（{n}）", "Expand ({n})"],
  collapse: ["收起", "Collapse"],
  seeNetwork: ["关系网", "Network"],
  seeLanes: ["获奖脉络", "Award lanes"],
  canvas: ["关系网图形；同样的内容可在右侧面板和列表中读到", "Drawing of the network; panel and list hold the same"],
  rows: ["{n} 行", "{n} rows"],
  rowsShown: ["{n} 行 · 全图 {m} 次获奖，{k} 篇报道", "{n} rows · the whole graph: {m} awards received, {k} articles"],
  previous: ["上一页", "Previous"],
  next: ["下一页", "Next"],
  pageOf: ["{n}–{m} / {k}", "{n}–{m} of {k}"],
  openList: ["{n}：打开列表", "{n}: open the list"],
  programme: ["评选", "Programme"],
  rank: ["名次", "Rank"],
  day: ["授予日期", "Awarded on"],
  role: ["角色", "Role"],
  basis: ["依据", "Basis"],
  sure: ["置信度", "Confidence"],
  source: ["来源", "Source"],
  evidence: ["原文证据", "Evidence"],
  evidenceCount: ["证据 {n}", "{n} quote(s)"],
  fromSources: ["来自 {n} 篇报道", "from {n} articles"],
  noEvidence: ["没有直接的原文证据。", "No sentence of its own."],
  fromRegistry: ["来自机构名录（背景知识），不是报道所述。", "From the registry (background), not from an article."],
  unverified: ["引文未能在原文中核对", "This quote could not be checked against the text"],
  original: ["查看原文", "Open the source"],
  copyCitation: ["复制引文", "Copy citation"],
  copySparql: ["复制 SPARQL", "Copy SPARQL"],
  copyIri: ["复制 IRI", "Copy IRI"],
  copied: ["已复制", "Copied"],
  aliases: ["别名", "Also called"],
  received: ["获奖", "Award received"],
  receipts: ["获奖", "Awards received"],
  moreNeighbours: ["还有 {n} 个", "{n} more"],
  shown: ["显示 {n} / {m} 个节点，{k} 条关系", "Showing {n} of {m} nodes, {k} links"],
  leftOut: ["本文件只收最新的 {n} / {m} 次获奖（{k} / {l} 个节点）", "This file holds the newest {n} of {m} awards ({k} of {l} nodes)"],
  unexpanded: ["还有 {n} 个邻居未展开", "{n} neighbours not expanded"],
  lanesShown: ["显示 {n} / {m} 次获奖，{k} 个案例", "Showing {n} of {m} awards received, {k} cases"],
  empty: ["没有符合条件的内容", "Nothing matches"],
  close: ["关闭", "Close"],
  stated: ["报道所述", "stated by an article"],
  implied: ["由名称可知", "shown by the name"],
  registry: ["机构名录", "registry"],
};

// The name of a language for its tag; a tag that is none as it is.
function languageWords(tag) {
  try {
    return new Intl.DisplayNames([language === "zh" ? "zh-CN" : "en"], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

// The key under which all spellings of a name meet: as kg.terms.norm, with traditional characters as simplified ones.
function fold(text) {
  const folded = [...text.normalize("NFKC").toLowerCase()].map((c) => fold.simplified?.get(c) ?? c).join("");
  return folded.replace(/[\p{P}\p{Z}\p{C}]/gu, (c) => ("%‰&@#".includes(c) ? c : "")) || folded.trim();
}

const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, said] of Object.entries(attributes)) made.setAttribute(name, String(said));
  made.append(...children);
  return made;
}

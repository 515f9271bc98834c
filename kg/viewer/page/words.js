// Words in two languages, and the folding of names.

const WORDS = {
  lanes: ["获奖脉络", "Award paths"],
  network: ["关系网", "Network"],
  table: ["获奖列表", "Award list"],
  search: ["搜索机构、奖项、案例、代码或拼音（按 / 开始）", "Search name, alias, stock code or pinyin (press /)"],
  searchLabel: ["搜索", "Search"],
  nothingFound: ["没有找到", "Nothing found"],
  otherLanguage: ["EN", "中文"],
  otherLanguageLabel: ["Switch to English", "切换到中文"],
  legend: ["图例与筛选", "Legend and filters"],
  classes: ["类别", "Classes"],
  filters: ["筛选", "Filters"],
  award: ["奖项", "Award"],
  year: ["年度", "Year"],
  organization: ["机构", "Organization"],
  organizations: ["机构（含所属）", "Organization (with members)"],
  all: ["全部", "All"],
  noYear: ["无年度", "No year"],
  separator: ["、", "; "],
  clear: ["清除筛选", "Clear filters"],
  moreOptions: ["还有 {n} 个，请用搜索", "{n} more: use the search"],
  scope: ["范围", "Scope"],
  everything: ["全部获奖", "All awards"],
  editions: ["届次", "Editions"],
  articles: ["报道", "Articles"],
  group: ["集团", "Group"],
  subsidiary: ["子公司 / 机构", "Subsidiary"],
  case: ["案例", "Case"],
  dashed: ["虚线：来自机构名录", "Dashed: from the registry"],
  showMore: ["再显示 {n} 个案例", "Show {n} more cases"],
  reset: ["重置", "Reset"],
  fit: ["适合窗口", "Fit"],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  expand: ["展开邻居（{n}）", "Expand ({n})"],
  collapse: ["收起", "Collapse"],
  centre: ["以此为中心", "Centre here"],
  canvas: ["关系网图形；同样的内容可在右侧面板和列表中读到", "Drawing of the network; panel and list hold the same"],
  download: ["下载 CSV", "Download CSV"],
  rows: ["{n} 次获奖", "{n} awards received"],
  moreRows: ["再显示 {n} 行", "Show {n} more rows"],
  programme: ["评选", "Programme"],
  rank: ["名次", "Rank"],
  day: ["授予日期", "Awarded on"],
  role: ["角色", "Role"],
  basis: ["依据", "Basis"],
  source: ["来源", "Source"],
  evidence: ["原文证据", "Evidence"],
  evidenceCount: ["证据 {n}", "{n} quote(s)"],
  noEvidence: ["没有直接的原文证据。", "No sentence of its own."],
  fromRegistry: ["来自机构名录（背景知识），不是报道所述。", "From the registry (background), not from an article."],
  unverified: ["引文未能在原文中核对", "This quote could not be checked against the text"],
  original: ["查看原文", "Open the source"],
  fullText: ["全文", "Full text"],
  properties: ["属性", "Properties"],
  aliases: ["别名", "Also called"],
  received: ["获奖", "Award received"],
  edition: ["届次", "Edition"],
  moreNeighbours: ["还有 {n} 个", "{n} more"],
  overview: ["概览", "Overview"],
  hint: ["点击任一卡片、节点或连线，这里会显示写明它的那句原文。", "Click a card, a node or a line to read the sentence behind it."],
  ranking: ["获奖榜（含所属机构）", "Most awards (members included)"],
  awardRanking: ["各奖项获奖数", "Receipts per award"],
  example: ["例如", "For example"],
  receipts: ["次获奖", "awards received"],
  shown: ["显示 {n} / {m} 个节点，{k} 条关系", "Showing {n} of {m} nodes, {k} links"],
  unexpanded: ["还有 {n} 个邻居未展开，单击节点可展开", "{n} neighbours not expanded: click a node to expand it"],
  lanesShown: ["显示 {n} / {m} 次获奖，{k} 个案例", "Showing {n} of {m} awards received, {k} cases"],
  empty: ["没有符合条件的内容", "Nothing matches"],
  hidden: ["（已隐藏）", "(hidden)"],
  close: ["返回概览", "Back to overview"],
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

// The key under which all spellings of a name meet: as kg.terms.norm.
function fold(text) {
  const folded = text.normalize("NFKC").toLowerCase();
  return folded.replace(/[\p{P}\p{Z}\p{C}]/gu, (c) => ("%‰&@#".includes(c) ? c : "")) || folded.trim();
}

const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, said] of Object.entries(attributes)) made.setAttribute(name, String(said));
  made.append(...children);
  return made;
}

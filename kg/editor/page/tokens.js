// The tokens of SPARQL 1.1, for colouring: a pure function from a text to runs of [kind, text] that make it up again.

const KEYWORDS = new Set(("BASE PREFIX SELECT CONSTRUCT DESCRIBE ASK DISTINCT REDUCED AS FROM NAMED WHERE ORDER BY ASC DESC LIMIT OFFSET "
  + "GROUP HAVING VALUES UNDEF OPTIONAL GRAPH UNION FILTER MINUS BIND SERVICE SILENT NOT EXISTS IN A TRUE FALSE INSERT DELETE DATA "
  + "LOAD CLEAR DROP CREATE ADD MOVE COPY INTO TO DEFAULT ALL USING WITH SEPARATOR").split(" "));

const TOKEN = new RegExp([
  /(?<comment>#[^\r\n]*)/, /(?<iri><[^\s<>"{}|^`\\]*>)/,
  /(?<string>"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')/,
  /(?<variable>[?$][\p{L}\p{N}_]+)/, /(?<prefixed>(?:[\p{L}_][\p{L}\p{N}_.-]*)?:(?:[\p{L}\p{N}_:%-](?:[\p{L}\p{N}_:%.-]*[\p{L}\p{N}_:%-])?)?)/,
  /(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/, /(?<tag>@[A-Za-z][A-Za-z0-9-]*)/, /(?<word>[\p{L}_][\p{L}\p{N}_]*)/,
].map(({ source }) => source).join("|"), "gsu");

function tokensOf(text) {
  const runs = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) runs.push(["", text.slice(end, match.index)]);
    const [kind] = Object.entries(match.groups).find(([, said]) => said !== undefined);
    runs.push([kind === "word" ? (KEYWORDS.has(match[0].toUpperCase()) ? "keyword" : "function") : kind, match[0]]);
    end = match.index + match[0].length;
  }
  if (end < text.length) runs.push(["", text.slice(end)]);
  return runs;
}

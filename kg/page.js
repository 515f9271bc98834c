// What the scripts of every page share: words in two languages, the making of elements, the reading of data. Text
// reaches a page as text only. A page has its words in WORDS: key to [Chinese, English],
// or [Chinese, English, English for one] where {n} counts what the words name.

let language = "zh";

function t(key, values = {}) {
  const [chinese, english, single] = WORDS[key];
  const text = language === "zh" ? chinese : values.n === 1 && single ? single : english;
  return text.replace(/\{(\w)\}/g, (_, name) => String(values[name]));
}

function pick(chinese, english) {
  return language === "zh" ? chinese || english : english || chinese;
}

const listed = (names) => names.join(t("separator"));

// A day, or a day and an hour, as people write them; anything else as it is.
function dayWords(text) {
  const [, day, hour, zone] = text.match(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?(Z?)/) || [];
  return day ? `${day} ${hour}${zone && " UTC"}` : text;
}

// Make an element; `on…` are listeners, `text` is its text, everything else an attribute. Children may be strings.
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, said] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), said);
    else if (name === "text") made.textContent = said;
    else if (said !== false && said !== null && said !== undefined) made.setAttribute(name, said === true ? "" : said);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const byId = (id) => document.getElementById(id);

// A web address, or nothing: no other scheme becomes a link.
function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
  } catch {
    return "";
  }
}

// What stands in the data block, packed or not.
async function readData() {
  const block = byId("data");
  const text = block.textContent;
  if (block.dataset.encoding !== "gzip") return JSON.parse(text);
  const bytes = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

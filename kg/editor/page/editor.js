// The editor: a plain text area, through whose letters the coloured ones behind it are seen.

function paint() {
  const text = byId("text").value;
  byId("shown").replaceChildren(...tokensOf(text).map(([kind, said]) => (kind ? el("span", { class: kind, text: said }) : said)), "\n");
  follow();
}

function follow() {
  byId("shown").scrollTop = byId("text").scrollTop;
  byId("shown").scrollLeft = byId("text").scrollLeft;
}

// Put a text into the editor, and choose a part of it, if it is there.
function put(text, chosen = "") {
  const area = byId("text");
  area.value = text;
  paint();
  const at = chosen ? text.indexOf(chosen) : -1;
  if (at < 0) return;
  area.focus();
  area.setSelectionRange(at, at + chosen.length);
}

// Choose the place that an error names, line and column from 1, in characters.
function pointTo(line, column) {
  const area = byId("text");
  const start = area.value.split("\n").slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
  const at = start + [...(area.value.slice(start).split("\n")[0])].slice(0, column - 1).join("").length;
  area.focus();
  area.setSelectionRange(at, Math.min(at + 1, area.value.length));
}

// The overview: what the graph is, who won most, which awards, and when.

views.overview = {
  async draw(root) {
    root.replaceChildren(el("div", { class: "rows" }));
  },
  status: () => t("rowsShown", { n: about.counts.nodes, m: about.counts.receipts, k: about.counts.articles }),
};

// A network as pyvis was told to draw it. Everything that it was told is data: a text of a title, a colour, an option.

async function draw() {
  const { nodes, edges, options, look } = await readData();
  const room = byId("network");
  Object.assign(room.style, look);
  if (options.configure) options.configure.container = byId("options");
  byId("options").hidden = !(options.configure && options.configure.enabled);
  new vis.Network(room, { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) }, options);
  document.documentElement.dataset.ready = "yes";
}

draw();

// Shortest paths between two nodes, found from both ends at once and through `source.neighbours` alone. Each step
// widens the lighter side; nodes with many links are looked at last. It is bounded, and says where it stopped.

const REACH = { steps: 6, nodes: 6000, links: 500, together: 16, paths: 5 };

// { paths: [{ nodes, links: [{ relations, isOut, facts }] }], total, isLeast, steps, looked, cut: [nodes], isStopped, isAll: nothing was left to look at }
async function pathsBetween(from, to, filter) {
  const sides = [from, to].map((node) => ({ near: new Map([[node.id, { node, steps: 0, ways: [] }]]), edge: [node] }));
  const search = { steps: 0, seen: new Set([from.id, to.id]), cut: [], isStopped: false, filter };
  const weight = ({ edge }) => edge.reduce((sum, { degree }) => sum + degree, 0);
  while (search.steps < REACH.steps && sides.every(({ edge }) => edge.length) && !search.isStopped) {
    const n = weight(sides[0]) <= weight(sides[1]) ? 0 : 1;
    await widen(sides[n], search);
    const met = sides[n].edge.filter(({ id }) => sides[1 - n].near.has(id));
    if (met.length) return { ...joined(sides, met), ...search, looked: search.seen.size, isLeast: search.isStopped || search.cut.length > 0 };
  }
  return { paths: [], total: 0, isLeast: false, isAll: !search.cut.length && sides.some(({ edge }) => !edge.length), ...search, looked: search.seen.size };
}

// One step outwards: all ways to each new node from the edge are kept.
async function widen(side, search) {
  const next = [];
  const order = [...side.edge].sort((a, b) => a.degree - b.degree);
  search.steps += 1;
  for (let n = 0; n < order.length && !search.isStopped; n += REACH.together) {
    const some = order.slice(n, n + REACH.together);
    const answers = await Promise.all(some.map(({ id }) => source.neighbours(id, { filter: search.filter, limit: REACH.links })));
    some.forEach((node, k) => {
      if (answers[k].total > answers[k].links.length) search.cut.push(node);
      for (const { node: other, links } of linksByNode(answers[k].links)) reach(side, node, other, links, next, search);
    });
    search.isStopped = search.seen.size >= REACH.nodes;
  }
  side.edge = next;
}

function reach({ near }, node, other, links, next, search) {
  const steps = near.get(node.id).steps + 1;
  if (!near.has(other.id)) {
    near.set(other.id, { node: other, steps, ways: [] });
    next.push(other);
    search.seen.add(other.id);
  }
  if (near.get(other.id).steps === steps) near.get(other.id).ways.push({ from: node.id, links });
}

function linksByNode(links) {
  const found = new Map();
  for (const link of links) (found.get(link.node.id) || found.set(link.node.id, { node: link.node, links: [] }).get(link.node.id)).links.push(link);
  return [...found.values()];
}

// The ways of both sides through the nodes where they met, as many as are drawn, and how many there are.
function joined([start, end], met) {
  const tallies = [start, end].map(({ near }) => tally(near));
  const total = met.reduce((sum, { id }) => sum + tallies[0](id) * tallies[1](id), 0);
  const paths = [];
  for (const { id } of met) {
    for (const head of waysTo(start.near, id)) {
      for (const tail of waysTo(end.near, id)) {
        if (paths.length === REACH.paths) return { paths, total };
        paths.push(pathOf(head, start.near.get(id).node, tail, [start.near, end.near]));
      }
    }
  }
  return { paths, total };
}

// In how many ways a node was reached.
function tally(near) {
  const known = new Map();
  const count = (id) => {
    if (!known.has(id)) {
      const { ways } = near.get(id);
      known.set(id, ways.length ? ways.reduce((sum, { from }) => sum + count(from), 0) : 1);
    }
    return known.get(id);
  };
  return count;
}

// The ways to a node, each as its steps from the end outwards.
function* waysTo(near, id) {
  const { ways } = near.get(id);
  if (!ways.length) yield [];
  for (const way of ways) for (const before of waysTo(near, way.from)) yield [...before, { ...way, to: id }];
}

function pathOf(head, middle, tail, [near, far]) {
  const nodes = [...head.map(({ from }) => near.get(from).node), middle, ...tail.map(({ from }) => far.get(from).node).reverse()];
  return { nodes, links: [...head.map(({ links }) => merged(links, false)), ...tail.map(({ links }) => merged(links, true)).reverse()] };
}

// The relations between two neighbours of a path as one link, read from left to right; it was asked for from the other end where it is turned.
function merged(links, isTurned) {
  return { relations: [...new Set(links.map(({ relation }) => relation))], isOut: links[0].isOut !== isTurned, facts: links.flatMap(({ facts }) => facts) };
}

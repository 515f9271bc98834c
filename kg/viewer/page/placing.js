// Where nodes of the network go: pure functions from sizes and links to places, the same for the same input.

// Places on rings around the first node, by the tree in which nodes were reached: { i, parent, width, height }.
function rings(items, stretch) {
  const children = new Map(items.map((item) => [item.i, []]));
  items.slice(1).forEach((item) => children.get(item.parent).push(item.i));
  const leaves = new Map();
  const weigh = (i) => {
    const sum = children.get(i).reduce((total, child) => total + weigh(child), 0);
    leaves.set(i, Math.max(1, sum));
    return leaves.get(i);
  };
  weigh(items[0].i);
  const places = new Map();
  const place = (i, from, to, depth) => {
    const angle = (from + to) / 2;
    const radius = depth * 150;
    places.set(i, { x: radius * stretch * Math.cos(angle), y: radius * Math.sin(angle) });
    let at = from;
    for (const child of children.get(i)) {
      const share = ((to - from) * leaves.get(child)) / leaves.get(i);
      place(child, at, at + share, depth + 1);
      at += share;
    }
  };
  place(items[0].i, -Math.PI, Math.PI, 0);
  return places;
}

// Free ground around a node for new ones: as far as possible from where its other neighbours are.
function fan(centre, taken, count, stretch) {
  const angles = taken.map(({ x, y }) => Math.atan2(y - centre.y, (x - centre.x) / stretch)).sort((a, b) => a - b);
  let [from, gap] = [-Math.PI / 2, 2 * Math.PI];
  angles.forEach((angle, n) => {
    const next = n + 1 < angles.length ? angles[n + 1] : angles[0] + 2 * Math.PI;
    if (n === 0) gap = 0;
    if (next - angle > gap) [from, gap] = [angle, next - angle];
  });
  return Array.from({ length: count }, (_, n) => {
    const angle = from + (gap * (n + 1)) / (count + 1);
    return { x: centre.x + 170 * stretch * Math.cos(angle), y: centre.y + 170 * Math.sin(angle) };
  });
}

// Draw places out upwards and downwards, where the room is taller than they are: boxes that stood apart still do.
function stretched(places, ratio) {
  const reach = (side) => {
    const all = [...places.values()].map((at) => at[side]);
    return Math.max(...all) - Math.min(...all) + 120;
  };
  const by = Math.min(1.7, Math.max(1, (reach("x") * ratio) / reach("y")));
  return new Map([...places].map(([i, { x, y }]) => [i, { x, y: y * by }]));
}

// Springs along links and repulsion between all, then boxes pushed apart until none overlap. Old ones give way little.
function settle(items, links, places, { old = new Set(), stretch = 1.4, rounds = 90 } = {}) {
  const at = items.map(({ i }) => ({ ...places.get(i) }));
  const position = new Map(items.map(({ i }, n) => [i, n]));
  const pairs = links.map(([a, b]) => [position.get(a), position.get(b)]).filter(([a, b]) => a !== undefined && b !== undefined);
  const ease = items.map(({ i }) => (old.has(i) ? 0.2 : 1));
  for (let round = 0; round < rounds; round += 1) pull(at, pairs, ease, stretch, 24 * (1 - round / rounds) + 1);
  for (let round = 0; round < 400 && part(items, at, ease); round += 1);
  return new Map(items.map(({ i }, n) => [i, at[n]]));
}

function pull(at, pairs, ease, stretch, step) {
  const force = at.map(({ x, y }) => ({ x: (-x / stretch) * 0.012, y: -y * 0.02 }));
  for (let a = 0; a < at.length; a += 1) {
    for (let b = a + 1; b < at.length; b += 1) {
      const [dx, dy] = [(at[a].x - at[b].x) / stretch || 0.1 * (a - b), at[a].y - at[b].y || 0.1];
      const push = 9000 / (dx * dx + dy * dy + 400);
      const far = Math.hypot(dx, dy);
      add(force[a], dx / far, dy / far, push);
      add(force[b], dx / far, dy / far, -push);
    }
  }
  for (const [a, b] of pairs) {
    const [dx, dy] = [(at[b].x - at[a].x) / stretch, at[b].y - at[a].y];
    const far = Math.hypot(dx, dy) || 1;
    add(force[a], dx / far, dy / far, (far - 110) * 0.06);
    add(force[b], dx / far, dy / far, (110 - far) * 0.06);
  }
  at.forEach((place, n) => {
    const size = Math.hypot(force[n].x, force[n].y) || 1;
    const move = (ease[n] * Math.min(size, step)) / size;
    place.x += force[n].x * move * stretch;
    place.y += force[n].y * move;
  });
}

function add(force, x, y, size) {
  force.x += x * size;
  force.y += y * size;
}

// Push overlapping boxes apart along the shorter way; says whether any did overlap. Looking downwards from each box is
// enough, as far as the tallest box reaches.
function part(items, at, ease) {
  const middle = (n) => at[n].y + items[n].down;
  const order = items.map((_, n) => n).sort((a, b) => middle(a) - middle(b) || a - b);
  const reach = Math.max(...items.map(({ height }) => height));
  let isMoved = false;
  order.forEach((a, n) => {
    const from = middle(a);
    for (let k = n + 1; k < order.length && middle(order[k]) - from < reach + 1; k += 1) isMoved = push(items, at, ease, a, order[k]) || isMoved;
  });
  return isMoved;
}

function push(items, at, ease, a, b) {
  const [ax, ay] = [at[a].x, at[a].y + items[a].down];
  const [bx, by] = [at[b].x, at[b].y + items[b].down];
  const overX = (items[a].width + items[b].width) / 2 - Math.abs(ax - bx);
  const overY = (items[a].height + items[b].height) / 2 - Math.abs(ay - by);
  if (overX <= 0 || overY <= 0) return false;
  const axis = overX * 0.5 < overY ? "x" : "y";
  const side = axis === "x" ? (ax < bx ? -1 : 1) : ay < by ? -1 : 1;
  const way = (((axis === "x" ? overX : overY) + 0.5) * side) / (ease[a] + ease[b]);
  at[a][axis] += way * ease[a];
  at[b][axis] -= way * ease[b];
  return true;
}

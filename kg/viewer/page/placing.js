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

// Free spots on rings around a node that has many: the nearest ones that no drawn node stands on.
function orbits(centre, taken, count, stretch) {
  const [wide, high, made] = [124, 66, []];
  const isFree = (spot) => ![...taken, ...made].some(({ x, y }) => Math.abs(x - spot.x) < wide && Math.abs(y - spot.y) < high);
  for (let ring = 0; made.length < count && ring < 80; ring += 1) {
    const radius = 130 + ring * 34;
    const steps = Math.floor((2 * Math.PI * radius) / 40);
    for (let n = 0; n < steps && made.length < count; n += 1) {
      const angle = (2 * Math.PI * (n + (ring % 2) / 2)) / steps - Math.PI / 2;
      const spot = { x: centre.x + radius * stretch * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
      if (isFree(spot)) made.push(spot);
    }
  }
  return made;
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

// Push boxes off the lines that cross them, as far as that is cheap: of all rounds the one with the fewest crossings,
// and in it no box overlaps another.
function cleared(items, links, places, old = new Set()) {
  const at = items.map(({ i }) => ({ ...places.get(i) }));
  const position = new Map(items.map(({ i }, n) => [i, n]));
  const pairs = links.map(([a, b]) => [position.get(a), position.get(b)]);
  const ease = items.map(({ i }) => (old.has(i) ? 0.2 : 1));
  let [best, fewest] = [at.map((place) => ({ ...place })), Infinity];
  const rounds = items.length > 150 ? 10 : 40;
  for (let round = 0; round <= rounds && fewest > 0; round += 1) {
    const isApart = settled(items, at, ease);
    const crossed = pairs.flatMap(([a, b]) => items.flatMap((item, n) => (n !== a && n !== b && crosses(at[a], at[b], at[n], item) ? [[a, b, n]] : [])));
    if (isApart && crossed.length < fewest) [best, fewest] = [at.map((place) => ({ ...place })), crossed.length];
    for (const [a, b, n] of crossed) pushOff(at, a, b, n, items[n], ease[n]);
  }
  return new Map(items.map(({ i }, n) => [i, best[n]]));
}

function settled(items, at, ease) {
  for (let round = 0; round < 120; round += 1) if (!part(items, at, ease)) return true;
  return false;
}

// Whether a line runs through a box: it is cut off at the four sides, and something is left.
function crosses(a, b, { x, y }, { width, height, down }) {
  let [from, to] = [0, 1];
  for (const [start, way, middle, half] of [[a.x, b.x - a.x, x, width / 2 - 5], [a.y, b.y - a.y, y + down, height / 2 - 3]]) {
    if (Math.abs(way) < 1e-6) {
      if (Math.abs(start - middle) > half) return false;
      continue;
    }
    const [s, t] = [(middle - half - start) / way, (middle + half - start) / way];
    from = Math.max(from, Math.min(s, t));
    to = Math.min(to, Math.max(s, t));
  }
  return from < to;
}

// Away from the line, across it; the ends of the line give way a little too.
function pushOff(at, a, b, n, { width, height, down }, ease) {
  const far = Math.hypot(at[b].x - at[a].x, at[b].y - at[a].y) || 1;
  const [nx, ny] = [-(at[b].y - at[a].y) / far, (at[b].x - at[a].x) / far];
  const off = (at[n].x - at[a].x) * nx + (at[n].y + down - at[a].y) * ny;
  const reach = (Math.abs(nx) * width + Math.abs(ny) * height) / 2;
  const move = Math.min(14, Math.max(3, (reach - Math.abs(off)) * 0.6)) * (off < 0 ? -1 : 1) * ease;
  at[n].x += nx * move;
  at[n].y += ny * move;
  for (const end of [a, b]) {
    at[end].x -= nx * move * 0.25;
    at[end].y -= ny * move * 0.25;
  }
}

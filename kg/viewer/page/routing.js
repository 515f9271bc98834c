// The order and places of cards in lanes: pure functions. A route is one receipt of one winner, as the items that it
// passes: group, organization, case, award. Where it skips a lane, a hidden item keeps the way free of cards.

// From routes [[item or null × 4, fact]] to lanes of items, and links between items of neighbouring lanes.
function layered(routes) {
  const lanes = [new Map(), new Map(), new Map(), new Map()];
  const links = new Map();
  const put = (lane, key, item) => lanes[lane].get(key) || lanes[lane].set(key, { key, lane, item, ...(item === null ? { isWay: true } : {}) }).get(key);
  for (const { stops, receipt } of routes) {
    const there = stops.map((item, lane) => ({ item, lane })).filter(({ item }) => item !== null);
    const key = ({ item }) => item.id;
    for (let n = 0; n + 1 < there.length; n += 1) {
      const [from, to] = [there[n], there[n + 1]];
      let last = put(from.lane, key(from), from.item);
      for (let lane = from.lane + 1; lane < to.lane; lane += 1) {
        const way = put(lane, `way ${key(from)} ${from.lane ? key(to) : ""}`, null);
        link(links, last, way, receipt);
        last = way;
      }
      link(links, last, put(to.lane, key(to), to.item), receipt);
    }
    if (there.length === 1) put(there[0].lane, key(there[0]), there[0].item);
  }
  return { lanes: lanes.map((lane) => [...lane.values()]), links: [...links.values()] };
}

function link(links, from, to, receipt) {
  const key = `${from.lane} ${from.key} ${to.key}`;
  if (!links.has(key)) links.set(key, { from, to, receipts: new Set() });
  links.get(key).receipts.add(receipt);
}

// Order each lane by the middle of what it is tied to, there and back, and keep the best order seen.
function untangled({ lanes, links }) {
  const rank = (order) => order.forEach((lane) => lane.forEach((item, n) => { item.rank = n; }));
  let order = lanes.map((lane) => [...lane]);
  rank(order);
  let [best, fewest] = [order, crossings(links)];
  for (let round = 0; round < 12 && fewest > 0; round += 1) {
    order = order.map((lane) => [...lane]);
    const down = round % 2 === 0;
    for (const lane of down ? [2, 1, 0] : [1, 2, 3]) {
      const middle = new Map(order[lane].map((item) => [item, middleOf(item, links, down)]));
      order[lane].sort((a, b) => middle.get(a) - middle.get(b) || a.rank - b.rank);
      order[lane].forEach((item, n) => { item.rank = n; });
    }
    const count = crossings(links);
    if (count < fewest) [best, fewest] = [order.map((lane) => [...lane]), count];
  }
  rank(best);
  for (let round = 0; round < 4 && switched(best, links); round += 1);
  return { lanes: best, links };
}

// Change neighbours round wherever their own lines then cross less; says whether any were.
function switched(order, links) {
  const ends = new Map(order.flat().map((item) => [item, [[], []]]));
  for (const { from, to } of links) { ends.get(from)[1].push(to); ends.get(to)[0].push(from); }
  const over = (a, b) => [0, 1].reduce((sum, side) => sum + ends.get(a)[side].reduce((n, x) => n + ends.get(b)[side].filter((y) => y.rank < x.rank).length, 0), 0);
  let isChanged = false;
  for (const lane of order) {
    for (let n = 0; n + 1 < lane.length; n += 1) {
      const [a, b] = [lane[n], lane[n + 1]];
      if (over(a, b) <= over(b, a)) continue;
      [lane[n], lane[n + 1], a.rank, b.rank] = [b, a, n + 1, n];
      isChanged = true;
    }
  }
  return isChanged;
}

function middleOf(item, links, isDown) {
  const ranks = links.filter((l) => (isDown ? l.from : l.to) === item).map((l) => (isDown ? l.to : l.from).rank);
  return ranks.length ? ranks.reduce((a, b) => a + b, 0) / ranks.length : item.rank;
}

function crossings(links) {
  let count = 0;
  for (let a = 0; a < links.length; a += 1) {
    for (let b = a + 1; b < links.length; b += 1) {
      if (links[a].from.lane !== links[b].from.lane) continue;
      if ((links[a].from.rank - links[b].from.rank) * (links[a].to.rank - links[b].to.rank) < 0) count += 1;
    }
  }
  return count;
}

// Give each item its `y` (of its middle): the fullest lane evenly, the others near what they are tied to, in order.
function spread({ lanes, links }, { card, way, gap, height }) {
  const size = (item) => (item.isWay ? way : card);
  const need = lanes.map((lane) => lane.reduce((sum, item) => sum + size(item) + gap, gap));
  const total = Math.max(height, ...need);
  const fullest = need.indexOf(Math.max(...need));
  const loose = (total - need[fullest]) / (lanes[fullest].length + 1);
  let y = gap + Math.min(loose, 40);
  const slack = Math.min(loose, 40);
  for (const item of lanes[fullest]) {
    item.y = y + size(item) / 2;
    y += size(item) + gap + slack;
  }
  const end = Math.max(y, need[fullest]);
  const order = [0, 1, 2, 3].filter((lane) => lane !== fullest).sort((a, b) => Math.abs(a - fullest) - Math.abs(b - fullest));
  for (const lane of order) {
    const isLeft = lane < fullest;
    const wish = lanes[lane].map((item) => {
      const tied = links.filter((l) => (isLeft ? l.from : l.to) === item).map((l) => (isLeft ? l.to : l.from).y);
      return tied.length ? tied.reduce((a, b) => a + b, 0) / tied.length : end / 2;
    });
    inOrder(lanes[lane], wish, size, gap, end);
  }
  return end;
}

// Nearest places to the wished ones that keep order and distance: neighbours that collide move as one block.
function inOrder(items, wish, size, gap, end) {
  const blocks = [];
  items.forEach((item, n) => {
    let block = { items: [item], wish: wish[n], length: size(item) + gap };
    for (let last = blocks[blocks.length - 1]; last && last.wish + last.length / 2 > block.wish - block.length / 2; last = blocks[blocks.length - 1]) {
      blocks.pop();
      const [a, b] = [last.items.length, block.items.length];
      const length = last.length + block.length;
      const start = (a * (last.wish - last.length / 2) + b * (block.wish - block.length / 2 - last.length)) / (a + b);
      block = { items: [...last.items, ...block.items], length, wish: start + length / 2 };
    }
    blocks.push(block);
  });
  let floor = 0;
  let room = blocks.reduce((sum, block) => sum + block.length, 0);
  for (const block of blocks) {
    let y = Math.max(floor, Math.min(block.wish - block.length / 2, end - room));
    room -= block.length;
    for (const item of block.items) {
      item.y = y + (size(item) + gap) / 2;
      y += size(item) + gap;
    }
    floor = y;
  }
}

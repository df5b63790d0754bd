// The canvas: vis-network draws shapes and lines at the places computed beforehand; labels are drawn here, as on a
// map: always of a legible size, the most central first, none over another, each in its own direction.
const css = (name) => getComputedStyle(root).getPropertyValue(name).trim();
const nodes = new vis.DataSet(), edges = new vis.DataSet();
const DASH = { denied: [2, 5], hypothetical: [5, 8], planned: [12, 6], ended: [14, 5, 3, 5] };
const FACE = getComputedStyle(document.body).fontFamily;
let paint = {};
let hovered = null;        // {actor} or {pair}
let lit = null;            // {actors, pairs} that stay bright while something is selected
let labelBoxes = [];       // of the last frame, in pixels of the canvas: what a click on a label means

function repaint() {
  paint = Object.fromEntries(["surface", "ground", "ink", "muted", "edge", "support", "conflict", "accent"].map((key) => [key, css(`--${key}`)]));
}

// How a pair is drawn follows from the statements shown: all denied, all planned or supposed, else as a fact.
function pairLook(index) {
  const held = pairs[index].statements.filter((statement) => shown.statements.has(statement)).map((statement) => statements[statement]);
  const every = (...statuses) => held.length > 0 && held.every((statement) => statuses.includes(statement.status));
  const look = every("denied") ? "denied" : every("denied", "hypothetical") ? "hypothetical" : every("denied", "hypothetical", "planned") ? "planned" : every("denied", "hypothetical", "planned", "ended") ? "ended" : "plain";
  const sign = held.reduce((sum, statement) => sum + (statement.status === "denied" ? 0 : relations[statement.relation].sign * statement.sources), 0);
  const weight = held.reduce((sum, statement) => sum + statement.sources, 0);
  return {
    look, sign: Math.sign(sign), width: 1.2 + 0.9 * Math.log2(Math.max(1, weight)),
    forward: held.some((statement) => statement.subject === pairs[index].left && !relations[statement.relation].symmetric),
    backward: held.some((statement) => statement.subject === pairs[index].right && !relations[statement.relation].symmetric),
  };
}
const lineColor = (sign) => (sign > 0 ? paint.support : sign < 0 ? paint.conflict : paint.edge);

function nodeItem(index) {
  const base = color(actors[index].type);
  return {
    id: `n${index}`, hidden: !shown.actors.has(index),
    color: { background: base, border: paint.ground, highlight: { background: base, border: paint.ink }, hover: { background: base, border: paint.ink } },
  };
}
function edgeItem(index) {
  const { look, sign, width, forward, backward } = pairLook(index), line = lineColor(sign);
  return {
    id: `e${index}`, hidden: !shown.pairs.has(index), width, dashes: DASH[look] || false,
    color: { color: line, highlight: line, hover: line, opacity: 0.85 },
    arrows: { to: { enabled: forward, scaleFactor: 0.55 }, from: { enabled: backward, scaleFactor: 0.55 } },
  };
}
// vis-network takes long over an update: it gets only what differs from what it has.
const drawnNodes = new Map(), drawnEdges = new Map();
function changed(things, item, drawn) {
  return things.map((_, index) => item(index)).filter((made) => {
    const told = JSON.stringify(made);
    return drawn.get(made.id) !== told && drawn.set(made.id, told);
  });
}
// What is selected is framed and all else faded, at each frame, without an update.
function fade() {
  const chosen = state.selected === null ? [] : state.selected.actor !== undefined ? [state.selected.actor] : state.selected.path || [];
  actors.forEach((_, index) => {
    const { options } = body.nodes[`n${index}`], framed = chosen.includes(index);
    options.opacity = lit && !lit.actors.has(index) ? 0.18 : 1;
    options.borderWidth = framed ? 4 : 1.5;
    options.color.border = framed ? paint.ink : paint.ground;
  });
  pairs.forEach((_, index) => { body.edges[`e${index}`].options.color.opacity = lit && !lit.pairs.has(index) ? 0.1 : 0.85; });
}

repaint();
filter();
// vis-network has no pentagon.
function pentagon({ ctx, x, y, style }) {
  const { size, color: background, borderColor, borderWidth, opacity } = style;
  return {
    drawNode() {
      ctx.globalAlpha = opacity === undefined ? 1 : opacity;
      ctx.beginPath();
      for (let corner = 0; corner < 5; corner++) ctx.lineTo(x + size * Math.sin((2 * Math.PI * corner) / 5), y - size * Math.cos((2 * Math.PI * corner) / 5));
      ctx.closePath();
      ctx.fillStyle = background;
      ctx.strokeStyle = borderColor;
      ctx.lineWidth = borderWidth;
      ctx.fill();
      ctx.stroke();
    },
    nodeDimensions: { width: 2 * size, height: 2 * size },
  };
}
const shapeOf = (shape) => (shape === "pentagon" ? { shape: "custom", ctxRenderer: pentagon } : { shape });
// A picture that is wider than high, on a screen that is higher than wide, is laid the other way.
const upright = byId("picture").clientHeight > 1.3 * byId("picture").clientWidth;
nodes.add(drawing.nodes.map(({ label, title, font, x, y, shape, ...node }) => ({ ...node, ...shapeOf(shape), x: upright ? y : x, y: upright ? x : y, ...nodeItem(actorOf(node.id)) })));
edges.add(drawing.edges.map((edge) => ({ ...edge, ...edgeItem(pairOf(edge.id)) })));
const network = new vis.Network(byId("picture"), { nodes, edges }, drawing.options);
const body = network.body;

// Round the actor whose neighbours alone are shown they stand in rings, in the order of their directions from it;
// when all is shown again each goes back to its place.
const home = new Map();
let arranged = null;
function arrange() {
  if (state.focus === arranged) return;
  if (!home.size) for (const [index] of actors.entries()) { const { x, y } = body.nodes[`n${index}`]; home.set(index, { x, y }); }
  for (const [index, { x, y }] of home) Object.assign(body.nodes[`n${index}`], { x, y });
  arranged = state.focus;
  if (state.focus === null) return;
  const centre = home.get(state.focus);
  const around = [...shown.actors].filter((actor) => actor !== state.focus)
    .sort((a, b) => Math.atan2(home.get(a).y - centre.y, home.get(a).x - centre.x) - Math.atan2(home.get(b).y - centre.y, home.get(b).x - centre.x));
  const rings = Math.ceil(around.length / 20);
  around.forEach((actor, at) => {
    const angle = (2 * Math.PI * at) / around.length - Math.PI / 2, reach = 210 + 130 * (at % rings);
    Object.assign(body.nodes[`n${actor}`], { x: centre.x + 1.15 * reach * Math.cos(angle), y: centre.y + reach * Math.sin(angle) });
  });
}
function refresh() {
  arrange();
  if (state.selected === null) lit = null;
  else if (state.selected.actor !== undefined) {
    const around = pairsOf[state.selected.actor].filter((pair) => shown.pairs.has(pair));
    lit = { pairs: new Set(around), actors: new Set([state.selected.actor, ...around.map((pair) => other(pair, state.selected.actor))]) };
  } else if (state.selected.pair !== undefined) {
    const pair = pairs[state.selected.pair];
    lit = { pairs: new Set([state.selected.pair]), actors: new Set([pair.left, pair.right]) };
  } else {
    const path = state.selected.path;
    lit = { actors: new Set(path), pairs: new Set(path.slice(1).map((actor, index) => pairBetween(path[index], actor))) };
  }
  nodes.update(changed(actors, nodeItem, drawnNodes));
  edges.update(changed(pairs, edgeItem, drawnEdges));
  network.redraw();
}

const widths = new Map();
function widthOf(context, text, weight) {
  const key = weight + text;
  if (!widths.has(key)) {
    context.font = `${weight} 100px ${FACE}`;
    widths.set(key, context.measureText(text).width / 100);
  }
  return widths.get(key);
}
const wrapped = new Map();
function linesOf(text) {
  if (wrapped.has(text)) return wrapped.get(text);
  const lines = [];
  let line = "";
  for (const part of text.split(" ")) {
    const piece = part.length > 24 ? `${part.slice(0, 23)}…` : part;
    if (line && line.length + piece.length + 1 > 22) { lines.push(line); line = piece; } else line = line ? `${line} ${piece}` : piece;
  }
  lines.push(line);
  if (lines.length > 2) lines.splice(1, Infinity, `${lines[1]}…`);
  wrapped.set(text, lines);
  return lines;
}

function drawLabels(context) {
  const scale = network.getScale(), canvas = network.canvas.frame.canvas;
  const centre = network.getViewPosition(), width = canvas.clientWidth, height = canvas.clientHeight;
  const screen = (x, y) => [(x - centre.x) * scale + width / 2, (y - centre.y) * scale + height / 2];
  const cells = new Map(), CELL = 80;
  const boxes = [];
  const around = (box) => {
    const keys = [];
    for (let x = Math.floor(box[0] / CELL); x <= Math.floor(box[2] / CELL); x++) for (let y = Math.floor(box[1] / CELL); y <= Math.floor(box[3] / CELL); y++) keys.push(x * 10007 + y);
    return keys;
  };
  const free = (box) => around(box).every((key) => (cells.get(key) || []).every((taken) => box[2] < taken[0] || taken[2] < box[0] || box[3] < taken[1] || taken[3] < box[1]));
  const take = (box) => { for (const key of around(box)) { if (!cells.has(key)) cells.set(key, []); cells.get(key).push(box); } };
  const write = (lines, x, y, size, weight, fillStyle, ground) => {
    context.font = `${weight} ${size / scale}px ${FACE}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.strokeStyle = ground;
    context.lineWidth = 3.5 / scale;
    context.fillStyle = fillStyle;
    context.direction = directionOf(lines.join(" "));
    lines.forEach((line, index) => {
      const top = y + ((index + 0.5) * size * 1.22) / scale;
      context.strokeText(line, x, top);
      context.fillText(line, x, top);
    });
  };
  context.save();
  labelBoxes = [];
  const chosen = state.selected === null ? [] : state.selected.actor !== undefined ? [state.selected.actor] : state.selected.path || [pairs[state.selected.pair].left, pairs[state.selected.pair].right];
  const first = hovered && hovered.actor !== undefined ? [...chosen, hovered.actor] : chosen;
  const order = [...new Set([...first, ...(lit ? [...lit.actors].sort((a, b) => a - b) : actors.keys())])];
  let drawn = 0;
  for (const index of order) {
    if (drawn >= 220) break;
    if (!shown.actors.has(index)) continue;
    const node = body.nodes[`n${index}`];
    const [x, y] = screen(node.x, node.y);
    if (x < -60 || y < -40 || x > width + 60 || y > height + 40) continue;
    const strong = first.includes(index);
    const radius = node.options.size * scale;
    if (!strong && !lit && radius < 2.8 && index > 14) continue;
    const size = strong ? 14 : Math.max(11, Math.min(15, 10.5 + radius * 0.22));
    const weight = strong || radius > 14 ? "600" : "400";
    const lines = linesOf(nameOf(index));
    const half = (Math.max(...lines.map((line) => widthOf(context, line, weight))) * size) / 2;
    const top = y + radius + 2;
    const box = [x - half - 2, top, x + half + 2, top + lines.length * size * 1.22];
    if (!strong && !free(box)) continue;
    take(box);
    boxes.push([lines, node.x, node.y + (radius + 2) / scale, size, weight]);
    labelBoxes.push({ box, target: { actor: index } });
    drawn += 1;
  }
  const edgeOrder = lit ? [...lit.pairs].sort((a, b) => a - b) : state.edgeLabels && scale > 0.45 ? [...shown.pairs] : [];
  if (hovered && hovered.pair !== undefined) edgeOrder.unshift(hovered.pair);
  let lines = 0;
  for (const index of edgeOrder) {
    if (lines >= 120) break;
    if (!shown.pairs.has(index)) continue;
    const left = body.nodes[`n${pairs[index].left}`], right = body.nodes[`n${pairs[index].right}`];
    const length = Math.hypot(left.x - right.x, left.y - right.y) * scale;
    const middle = [(left.x + right.x) / 2, (left.y + right.y) / 2], [x, y] = screen(...middle);
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const text = pairLabel(index), half = (widthOf(context, text, "400") * 12) / 2;
    const strong = hovered && hovered.pair === index;
    if (!strong && length - (left.options.size + right.options.size) * scale < 2 * half + 16) continue;
    const box = [x - half - 3, y - 8, x + half + 3, y + 8];
    if (!strong && !free(box)) continue;
    take(box);
    labelBoxes.push({ box, target: { pair: index } });
    const { sign } = pairLook(index);
    write([text], middle[0], middle[1] - 7.3 / scale, 12, "400", sign ? lineColor(sign) : paint.muted, paint.ground);
    lines += 1;
  }
  for (const [text, x, y, size, weight] of boxes.reverse()) write(text, x, y, size, weight, paint.ink, paint.ground);
  context.restore();
}
function pairLabel(index) {
  const held = pairs[index].statements.filter((statement) => shown.statements.has(statement));
  if (!held.length) return "";
  const names = [...new Set(held.map((statement) => relationLabel(statements[statement].relation)))];
  const denied = pairLook(index).look === "denied" ? "✕ " : "";
  return denied + (names.length > 1 ? `${names[0]} +${names.length - 1}` : names[0]);
}
network.on("beforeDrawing", fade);
network.on("afterDrawing", drawLabels);

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
// Everything shown (or the actors given) in view, with room at the edges for labels.
function fit(some, animate = true) {
  const list = [...(some || shown.actors)].map((actor) => body.nodes[`n${actor}`]), canvas = network.canvas.frame.canvas;
  if (!list.length) return;
  const xs = list.map((node) => node.x), ys = list.map((node) => node.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const wide = canvas.clientWidth, high = canvas.clientHeight, side = Math.min(90, wide * 0.16);
  const below = Math.min(covered(), high - 160);
  const scale = Math.max(0.02, Math.min(1.4, (wide - 2 * side) / Math.max(1, right - left), (high - below - 130) / Math.max(1, bottom - top)));
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, offset: { x: 0, y: -12 - below / 2 }, animation: animate && !calm() ? { duration: 300 } : false });
}
// A sheet that lies over the lower part of a narrow screen leaves the upper part to look at.
const covered = () => { const open = document.querySelector("aside.open"); return open && byId("dock").offsetHeight ? open.offsetHeight : 0; };
function centreOn(actor) {
  const node = body.nodes[`n${actor}`];
  network.moveTo({ position: { x: node.x, y: node.y }, scale: Math.max(0.6, network.getScale()), offset: { x: 0, y: -covered() / 2 }, animation: calm() ? false : { duration: 300 } });
}
function targetAt(point) {
  const box = labelBoxes.find(({ box: [left, top, right, bottom] }) => point.x >= left && point.x <= right && point.y >= top && point.y <= bottom);
  const node = network.getNodeAt(point), edge = network.getEdgeAt(point);
  if (node !== undefined) return { actor: actorOf(node) };
  if (box) return box.target;
  return edge !== undefined ? { pair: pairOf(edge) } : null;
}
network.on("click", ({ pointer }) => { network.unselectAll(); select(targetAt(pointer.DOM)); });
network.on("doubleClick", ({ pointer }) => {
  const target = targetAt(pointer.DOM);
  if (target && target.actor !== undefined) centreOn(target.actor);
});
network.on("hoverNode", ({ node }) => { hovered = { actor: actorOf(node) }; byId("picture").classList.add("over"); network.redraw(); });
network.on("hoverEdge", ({ edge }) => { hovered = { pair: pairOf(edge) }; network.redraw(); });
for (const event of ["blurNode", "blurEdge"]) network.on(event, () => { hovered = null; network.redraw(); });

// The next actor in a direction: the nearest one within a quarter turn of it.
function neighbourTowards(actor, dx, dy) {
  const from = body.nodes[`n${actor}`];
  let best = null, least = Infinity;
  for (const index of shown.actors) {
    if (index === actor) continue;
    const node = body.nodes[`n${index}`], x = node.x - from.x, y = node.y - from.y;
    const along = x * dx + y * dy, across = Math.abs(x * dy) + Math.abs(y * dx);
    if (along <= 0 || across > along) continue;
    const cost = along + 1.5 * across;
    if (cost < least) { least = cost; best = index; }
  }
  return best;
}
byId("picture").addEventListener("keydown", (event) => {
  const towards = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (towards) {
    const current = state.selected && state.selected.actor !== undefined ? state.selected.actor : null;
    const next = current === null ? Math.min(...shown.actors) : neighbourTowards(current, ...towards);
    if (next !== null && Number.isFinite(next)) { select({ actor: next }); centreOn(next); }
  } else if (event.key === "Enter" && state.selected) byId("details-panel").focus();
  else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
});
function zoom(factor) { network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)) }); }

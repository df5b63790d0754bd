// What the page shows, and the state it is in. Everything that came from an article is a string in here and reaches
// the page as text only (textContent, canvas, attributes that hold no address), never as markup.
const content = JSON.parse(document.getElementById("content").textContent);
const drawing = JSON.parse(document.getElementById("drawing").textContent);
const { relations, types, kinds, documents, speakers, words } = content;
const table = ({ keys, rows }) => rows.map((row) => Object.fromEntries(keys.map((key, index) => [key, row[index]])));
const actors = table(content.actors), statements = table(content.statements), claims = table(content.claims);
const actorOf = (id) => Number(id.slice(1)), pairOf = actorOf;
const pairs = content.pairs.map((held, index) => ({ left: actorOf(drawing.edges[index].from), right: actorOf(drawing.edges[index].to), statements: held }));

const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const state = {
  language: "en", theme: "light",
  selected: null,            // {actor}, {pair} or {path: [actor, …]}
  focus: null,               // the actor whose neighbours alone are shown
  off: { type: new Set(), relation: new Set(), polarity: new Set(), modality: new Set() },
  speaker: "", document: "", from: 0, to: 0, undated: true, unlinked: false, edgeLabels: true,
};
const shown = { claims: new Set(), statements: new Set(), pairs: new Set(), actors: new Set() };

const dates = [...new Set(claims.map((claim) => claim.date).filter(Boolean))].sort();
state.to = Math.max(0, dates.length - 1);

const byIri = new Map(actors.map((actor, index) => [actor.iri, index]));
const statementsOf = actors.map(() => []);
statements.forEach((statement, index) => {
  statementsOf[statement.subject].push(index);
  if (statement.object !== statement.subject) statementsOf[statement.object].push(index);
});
const pairsOf = actors.map(() => []);
pairs.forEach((pair, index) => { for (const actor of new Set([pair.left, pair.right])) pairsOf[actor].push(index); });
const other = (pair, actor) => (pairs[pair].left === actor ? pairs[pair].right : pairs[pair].left);

const word = (key) => (words[key] && (words[key][state.language] || words[key].en)) || key;
const number = (value) => new Intl.NumberFormat(state.language === "ar" ? "ar-u-nu-latn" : state.language).format(value);

function inLanguage(names) {
  for (const language of [state.language, "en", ...Object.keys(names)]) if (names[language]) return names[language];
  return "";
}
const nameOf = (actor) => inLanguage(actors[actor].names) || actors[actor].fallback;
const typeLabel = (type) => inLanguage(types[type].names);
const kindLabel = (actor) => inLanguage(kinds[actors[actor].kind].names);
const relationLabel = (relation) => inLanguage(relations[relation].names);
const speakerName = (speaker) => (speakers[speaker].actor !== null ? nameOf(speakers[speaker].actor) : inLanguage(speakers[speaker].names));
const color = (type) => types[type][state.theme];

// Spelling that a reader would not tell apart: marks, case, hamza, ta marbuta, alif maqsura, tatweel, ё, hyphens.
const SAME = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "", "ё": "е", "’": "'", "ʼ": "'" };
const fold = (text) => text.toLowerCase().replace(/[أإآٱىئؤةـё’ʼ]/g, (letter) => SAME[letter])
  .normalize("NFKD").replace(/\p{M}/gu, "").replace(/[-\u2010-\u2015_.,"'«»“”()]+/g, " ").replace(/\s+/g, " ").trim();

const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/, STRONG = /\p{L}/u;
function directionOf(text) {
  const first = text.match(STRONG);
  return first && RTL.test(first[0]) ? "rtl" : "ltr";
}

const SVG = "http://www.w3.org/2000/svg";
function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

const polygon = (sides, turn) => Array.from({ length: sides }, (_, i) => {
  const angle = turn + (2 * Math.PI * i) / sides;
  return `${(8 + 7 * Math.cos(angle)).toFixed(1)},${(8 + 7 * Math.sin(angle)).toFixed(1)}`;
}).join(" ");
const star = Array.from({ length: 10 }, (_, i) => {
  const radius = i % 2 ? 3.2 : 7.6, angle = -Math.PI / 2 + (Math.PI * i) / 5;
  return `${(8 + radius * Math.cos(angle)).toFixed(1)},${(8.4 + radius * Math.sin(angle)).toFixed(1)}`;
}).join(" ");
function swatch(type) {
  const shape = types[type].shape, paint = { fill: color(type) };
  const inside = shape === "square" ? svg("rect", { x: 2, y: 2, width: 12, height: 12, ...paint })
    : shape === "star" ? svg("polygon", { points: star, ...paint })
    : shape === "diamond" ? svg("polygon", { points: polygon(4, 0), ...paint })
    : shape === "pentagon" ? svg("polygon", { points: polygon(5, -Math.PI / 2), ...paint })
    : shape === "hexagon" ? svg("polygon", { points: polygon(6, 0), ...paint })
    : shape === "triangle" ? svg("polygon", { points: polygon(3, -Math.PI / 2), ...paint })
    : shape === "triangleDown" ? svg("polygon", { points: polygon(3, Math.PI / 2), ...paint })
    : svg("circle", { cx: 8, cy: 8, r: 6.5, ...paint });
  return svg("svg", { class: "swatch", viewBox: "0 0 16 16", "aria-hidden": "true" }, inside);
}

// Which claims, statements, pairs and actors the filters let through.
function filter() {
  const { off } = state;
  shown.claims = new Set();
  claims.forEach((claim, index) => {
    if (off.polarity.has(claim.polarity) || off.modality.has(claim.modality)) return;
    if (state.speaker !== "" && String(claim.speaker === null ? -1 : claim.speaker) !== state.speaker) return;
    if (state.document !== "" && String(claim.document) !== state.document) return;
    if (claim.date ? claim.date < dates[state.from] || claim.date > dates[state.to] : !state.undated) return;
    shown.claims.add(index);
  });
  const free = !off.polarity.size && !off.modality.size && state.speaker === "" && state.document === "" && state.undated
    && state.from === 0 && state.to === Math.max(0, dates.length - 1);
  const typeShown = (actor) => !off.type.has(actors[actor].type);
  const near = state.focus === null ? null : new Set([state.focus, ...pairsOf[state.focus].map((pair) => other(pair, state.focus))]);
  shown.statements = new Set();
  statements.forEach((statement, index) => {
    if (off.relation.has(statement.relation) || !typeShown(statement.subject) || !typeShown(statement.object)) return;
    if (near && !(near.has(statement.subject) && near.has(statement.object))) return;
    if (statement.claims.length ? statement.claims.some((claim) => shown.claims.has(claim)) : free) shown.statements.add(index);
  });
  shown.pairs = new Set();
  shown.actors = new Set();
  pairs.forEach((pair, index) => {
    if (!pair.statements.some((statement) => shown.statements.has(statement))) return;
    shown.pairs.add(index);
    shown.actors.add(pair.left).add(pair.right);
  });
  if (state.focus !== null) shown.actors.add(state.focus);
  else if (state.unlinked) actors.forEach((_, actor) => { if (typeShown(actor)) shown.actors.add(actor); });
}

const visible = (index) => statements[index].claims.filter((claim) => shown.claims.has(claim));

// Breadth first through what is shown; ties go to the more central actor, for actors are numbered by centrality.
function findPath(start, stop) {
  const before = new Map([[start, null]]), queue = [start];
  for (const actor of queue) {
    if (actor === stop) break;
    const next = pairsOf[actor].filter((pair) => shown.pairs.has(pair)).map((pair) => other(pair, actor)).sort((a, b) => a - b);
    for (const neighbour of next) if (!before.has(neighbour)) { before.set(neighbour, actor); queue.push(neighbour); }
  }
  if (!before.has(stop)) return null;
  const path = [];
  for (let actor = stop; actor !== null; actor = before.get(actor)) path.unshift(actor);
  return path;
}
const pairBetween = (left, right) => pairsOf[left].find((pair) => other(pair, left) === right);

function search(query, limit = 8) {
  const wanted = fold(query);
  if (!wanted) return [];
  const found = [];
  actors.forEach((actor, index) => {
    let best = 9;
    for (const key of actor.keys) {
      const at = key.indexOf(wanted);
      if (at < 0) continue;
      best = Math.min(best, key === wanted ? 0 : at === 0 ? 1 : key[at - 1] === " " ? 2 : 3);
    }
    if (best < 9) found.push([best, index]);
  });
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, limit).map(([, index]) => index);
}
for (const actor of actors) {
  actor.keys = [...new Set([...Object.values(actor.names), ...actor.aliases, actor.fallback].map(fold))].filter(Boolean);
}

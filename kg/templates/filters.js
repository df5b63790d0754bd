// The left side: filters, which are the legend as well, and the same actors as a list.
const count = (items, key) => items.reduce((tally, item) => tally.set(key(item), (tally.get(key(item)) || 0) + 1), new Map());
const lineSample = (sign, dash) => svg("svg", { class: "line", viewBox: "0 0 44 12", "aria-hidden": "true" },
  svg("line", { x1: 1, y1: 6, x2: 43, y2: 6, stroke: lineColor(sign), "stroke-width": 2.6, "stroke-dasharray": dash ? dash.join(" ") : null }));

function checks(title, set, entries, scroll = false) {
  if (!entries.length) return "";
  const box = (entry) => h("label", { class: "check" },
    h("input", { type: "checkbox", checked: !set.has(entry.value), "data-filter": entry.filter, value: String(entry.value), change: (event) => {
      if (event.target.checked) set.delete(entry.value); else set.add(entry.value);
      apply();
    } }), entry.sample, h("span", { title: entry.label }, entry.label), h("span", { class: "number" }, number(entry.count)));
  const all = (on) => h("button", { type: "button", class: "small", "aria-label": `${title}: ${word(on ? "all" : "none")}`, click: () => {
    entries.forEach((entry) => (on ? set.delete(entry.value) : set.add(entry.value)));
    drawFilters();
    apply();
  } }, word(on ? "all" : "none"));
  return h("div", { class: "group", role: "group", "aria-label": title },
    h("div", { class: "head" }, h("span", {}, title), entries.length > 3 ? [all(true), all(false)] : null),
    h("div", { class: scroll && entries.length > 9 ? "scroll" : "", tabindex: scroll && entries.length > 9 ? 0 : null, role: scroll && entries.length > 9 ? "group" : null, "aria-label": scroll && entries.length > 9 ? title : null }, entries.map(box)));
}
function choice(title, field, entries, first) {
  if (!entries.length) return "";
  return h("div", { class: "group" }, h("label", {}, h("span", { class: "head" }, title),
    h("select", { "data-filter": field, change: (event) => { state[field] = event.target.value; apply(true); } },
      h("option", { value: "" }, first),
      entries.map((entry) => h("option", { value: String(entry.value), selected: state[field] === String(entry.value) }, `${entry.label} (${number(entry.count)})`)))));
}
function slider() {
  if (dates.length < 2) return null;
  const row = (field) => {
    const output = h("output", {}, h("bdi", {}, dates[state[field]]));
    return [h("label", { for: `time-${field}` }, word(field)),
      h("input", { id: `time-${field}`, type: "range", min: 0, max: dates.length - 1, step: 1, value: state[field], "data-filter": field, "aria-valuetext": dates[state[field]], input: (event) => {
        const value = Number(event.target.value);
        state[field] = field === "from" ? Math.min(value, state.to) : Math.max(value, state.from);
        event.target.value = state[field];
        event.target.setAttribute("aria-valuetext", dates[state[field]]);
        output.firstChild.textContent = dates[state[field]];
        apply();
      } }), output];
  };
  return h("div", { class: "group", role: "group", "aria-label": word("time") }, h("div", { class: "head" }, h("span", {}, word("time"))),
    h("div", { class: "slider" }, row("from"), row("to")),
    claims.some((claim) => !claim.date) ? toggle("undated", claims.filter((claim) => !claim.date).length) : null);
}
const toggle = (field, amount = null, key = field) => h("label", { class: "check" },
  h("input", { type: "checkbox", checked: state[field], "data-filter": field, change: (event) => { state[field] = event.target.checked; apply(field === "unlinked"); } }),
  h("span", {}, word(key)), amount === null ? null : h("span", { class: "number" }, number(amount)));

function drawFilters() {
  const panel = byId("filters"), at = panel.scrollTop;
  const perType = count(actors, (actor) => actor.type), perRelation = count(statements, (statement) => statement.relation);
  const perSpeaker = count(claims, (claim) => (claim.speaker === null ? -1 : claim.speaker)), perDocument = count(claims, (claim) => claim.document);
  const sorted = (tally, label) => [...tally].map(([value, amount]) => ({ value, count: amount, label: label(value) })).sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  const lone = actors.filter((_, actor) => !pairsOf[actor].length).length;
  const values = (field, order) => {
    const tally = count(claims, (claim) => claim[field]);
    return order.filter((value) => tally.has(value)).map((value) => ({ value, filter: field, count: tally.get(value), label: word(value) }));
  };
  panel.replaceChildren(
    checks(word("kind"), state.off.type, sorted(perType, typeLabel).map((entry) => ({ ...entry, filter: "type", sample: swatch(entry.value) }))),
    checks(word("relation"), state.off.relation, sorted(perRelation, relationLabel).map((entry) => ({ ...entry, filter: "relation", sample: relations[entry.value].sign ? h("span", { class: relations[entry.value].sign > 0 ? "dot support" : "dot conflict" }) : h("span", { class: "dot" }) })), true),
    choice(word("speaker"), "speaker", sorted(perSpeaker, (value) => (value < 0 ? word("article_itself") : speakerName(value))), word("anyone")),
    choice(word("document"), "document", sorted(perDocument, (value) => documents[value].title), word("all_documents")),
    checks(word("polarity"), state.off.polarity, values("polarity", ["positive", "negative"])),
    checks(word("modality"), state.off.modality, values("modality", ["asserted", "planned", "hypothetical"])),
    slider() || "",
    h("div", { class: "group" }, h("div", { class: "head" }, h("span", {}, word("view"))), lone ? toggle("unlinked", lone) : null, toggle("edgeLabels", null, "edge_labels")),
    h("div", { class: "group legend" }, h("div", { class: "head" }, h("span", {}, word("legend"))), h("ul", {},
      [["line_support", 1], ["line_conflict", -1], ["line_neutral", 0]].map(([key, sign]) => h("li", {}, lineSample(sign), word(key))),
      ["planned", "hypothetical", "denied", "ended"].map((key) => h("li", {}, lineSample(0, DASH[key]), word(key))),
      h("li", {}, word("line_count")))),
    h("button", { type: "button", id: "reset", click: reset }, word("reset")));
  panel.scrollTop = at;
}
function reset() {
  Object.values(state.off).forEach((set) => set.clear());
  Object.assign(state, { speaker: "", document: "", from: 0, to: Math.max(0, dates.length - 1), undated: true, focus: null });
  drawFilters();
  apply(true);
}

const PAGE = 100;
let listed = PAGE;
function actorButton(actor, extra = null) {
  return h("button", { type: "button", class: "actor", "data-actor": actor, click: () => go({ actor }) },
    swatch(actors[actor].type), h("bdi", { title: nameOf(actor) }, nameOf(actor)), extra);
}
function drawList() {
  const order = [...shown.actors].sort((a, b) => a - b);
  byId("list").replaceChildren(
    h("ol", {}, order.slice(0, listed).map((actor) => h("li", {}, actorButton(actor, h("span", { class: "number" }, number(pairsOf[actor].filter((pair) => shown.pairs.has(pair)).length)))))),
    order.length > listed ? h("button", { type: "button", click: () => { listed += PAGE; drawList(); } }, `${word("more")} (${number(order.length - listed)})`) : "");
}
function tab(name) {
  for (const id of ["filters", "list"]) {
    const chosen = id === name, button = byId(`tab-${id}`);
    button.setAttribute("aria-selected", chosen);
    button.tabIndex = chosen ? 0 : -1;
    byId(id).hidden = !chosen;
  }
}
for (const id of ["filters", "list"]) {
  byId(`tab-${id}`).addEventListener("click", () => tab(id));
  byId(`tab-${id}`).addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const next = id === "filters" ? "list" : "filters";
    tab(next);
    byId(`tab-${next}`).focus();
  });
}

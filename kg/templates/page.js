// The page as a whole: search, language, theme, exports, links to a place in it.
const TOOLS = ["en", "ar", "ru"].filter((language) => words.language[language]);

function announce(text) { byId("count").textContent = text; }
function drawCount() {
  byId("totals").textContent = `${word("documents")}: ${number(documents.length)} · ${word("actors")}: ${number(content.total.actors)} · ${word("statements")}: ${number(content.total.statements)}`;
  announce(`${word("shown")}: ${word("actors")} ${number(shown.actors.size)} ${word("of")} ${number(actors.length)} · ${word("statements")} ${number(shown.statements.size)} ${word("of")} ${number(statements.length)}`);
  byId("empty").hidden = shown.actors.size > 0;
  byId("notice").hidden = content.omitted.actors === 0;
  if (content.omitted.actors) byId("notice").textContent = `${word("capped")}: ${number(actors.length)} ${word("of")} ${number(content.total.actors)}. ${word("capped_left")}: ${word("actors")} ${number(content.omitted.actors)}, ${word("statements")} ${number(content.omitted.statements)}.`;
}
function apply(refit = false) {
  filter();
  if (state.selected) {
    const { actor, pair, path } = state.selected;
    const gone = actor !== undefined ? !shown.actors.has(actor) : pair !== undefined ? !shown.pairs.has(pair) : path.slice(1).some((end, index) => !shown.pairs.has(pairBetween(path[index], end)));
    if (gone) state.selected = null;
  }
  refresh();
  drawDetails();
  drawList();
  drawCount();
  if (refit) fit();
}
function select(target) {
  state.selected = target;
  refresh();
  drawDetails();
  byId("details-panel").scrollTop = 0;
  byId("told").textContent = target && target.actor !== undefined
    ? `${nameOf(target.actor)}, ${kindLabel(target.actor)}, ${word("statements")}: ${number(statementsOf[target.actor].filter((statement) => shown.statements.has(statement)).length)}` : "";
  if (target) sheet("details-panel", true); else sheet(null);
  remember();
}
// Select and bring into view, even where the filters had hidden it.
function go(target) {
  if (target.actor !== undefined && !shown.actors.has(target.actor)) {
    if (!pairsOf[target.actor].length) state.unlinked = true; 
    reset();
  }
  select(target);
  if (target.actor !== undefined) centreOn(target.actor);
}

// A field that suggests actors while one types; used for the search and for the other end of a path.
function suggest(input, list, choose) {
  let found = [], active = 0;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const mark = () => {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    if (found.length) input.setAttribute("aria-activedescendant", list.children[active].id);
  };
  const pick = (index) => { if (found[index] === undefined) return; const actor = found[index]; input.value = ""; close(); choose(actor); };
  input.addEventListener("input", () => {
    found = search(input.value);
    active = 0;
    if (!input.value.trim()) return close();
    const key = fold(input.value);
    list.replaceChildren(...(found.length ? found.map((actor, index) => {
      const match = [...Object.values(actors[actor].names), ...actors[actor].aliases].find((name) => fold(name).includes(key));
      return h("li", { id: `${list.id}-${index}`, role: "option", mousedown: (event) => { event.preventDefault(); pick(index); } }, swatch(actors[actor].type), h("bdi", {}, nameOf(actor)),
        match && match !== nameOf(actor) ? h("bdi", { class: "other" }, match) : null);
    }) : [h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, word("no_match"))]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!found.length) return;
      active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      mark();
    } else if (event.key === "Enter") pick(active);
    else if (event.key === "Escape") { if (list.hidden) { input.value = ""; return; } close(); event.stopPropagation(); }
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
}
let pickers = 0;
function picker(title, choose) {
  const id = `picker-${++pickers}`;
  const input = h("input", { type: "search", class: "picker", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, "aria-label": title, placeholder: title, dir: "auto", autocomplete: "off", spellcheck: "false" });
  const list = h("ul", { id, role: "listbox", "aria-label": title, class: "suggestions", hidden: true });
  suggest(input, list, choose);
  return h("div", { class: "search" }, input, list);
}
suggest(byId("search"), byId("suggestions"), (actor) => go({ actor }));

// On a narrow screen the sides are sheets; one at a time.
function sheet(name, open = true) {
  for (const button of byId("dock").querySelectorAll("button")) {
    const on = open && button.dataset.sheet === name;
    button.setAttribute("aria-expanded", String(on));
    byId(button.dataset.sheet).classList.toggle("open", on);
  }
}
for (const button of byId("dock").querySelectorAll("button")) button.addEventListener("click", () => sheet(button.dataset.sheet, button.getAttribute("aria-expanded") !== "true"));

function speak(language) {
  state.language = language;
  root.lang = language;
  root.dir = word("direction");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
    if (element.tagName === "BUTTON") element.title = word(element.dataset.label);
    if (element.tagName === "INPUT") element.placeholder = word(element.dataset.label);
  }
  byId("languages").replaceChildren(...TOOLS.map((code) => h("button", { type: "button", lang: code, "aria-pressed": String(code === language), "data-language": code, click: () => { speak(code); apply(); remember(); byId("languages").querySelector(`[data-language=${code}]`).focus(); } }, words.language[code])));
  drawFilters();
}
function shade(theme) {
  state.theme = theme;
  root.dataset.theme = theme;
  repaint();
}
byId("theme").addEventListener("click", () => { shade(state.theme === "dark" ? "light" : "dark"); drawFilters(); apply(); remember(); });
byId("zoom-in").addEventListener("click", () => zoom(1.4));
byId("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
byId("fit").addEventListener("click", () => fit());

// Links into the page: #node=IRI, #pair=IRI,IRI, with &lang= and &theme=.
function remember() {
  const parts = [];
  if (state.selected && state.selected.actor !== undefined) parts.push(`node=${encodeURIComponent(actors[state.selected.actor].iri)}`);
  if (state.selected && state.selected.pair !== undefined) parts.push(`pair=${[pairs[state.selected.pair].left, pairs[state.selected.pair].right].map((actor) => encodeURIComponent(actors[actor].iri)).join(",")}`);
  if (state.selected && state.selected.path) parts.push(`path=${[state.selected.path[0], state.selected.path.at(-1)].map((actor) => encodeURIComponent(actors[actor].iri)).join(",")}`);
  parts.push(`lang=${state.language}`, `theme=${state.theme}`);
  try { history.replaceState(null, "", `#${parts.join("&")}`); } catch { /* a page that was not opened from an address has no history */ }
}
function decode(text) { try { return decodeURIComponent(text); } catch { return ""; } }
function recall() {
  const asked = Object.fromEntries(location.hash.slice(1).split("&").map((part) => part.split("=")).filter((part) => part.length === 2));
  const preferred = (navigator.languages || []).map((tag) => tag.slice(0, 2)).find((code) => TOOLS.includes(code));
  shade(asked.theme === "dark" || asked.theme === "light" ? asked.theme : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  speak(TOOLS.includes(asked.lang) ? asked.lang : content.language || preferred || "en");
  apply();
  const ends = (text) => text.split(",").map((iri) => byIri.get(decode(iri)));
  fit(null, false);
  if (asked.node && byIri.has(decode(asked.node))) go({ actor: byIri.get(decode(asked.node)) });
  else if (asked.pair) {
    const [left, right] = ends(asked.pair), pair = left === undefined || right === undefined ? undefined : pairBetween(left, right);
    if (pair !== undefined) { select({ pair }); fit([left, right], false); }
  } else if (asked.path) {
    const [start, stop] = ends(asked.path);
    if (start !== undefined && stop !== undefined) showPath(start, stop);
  }
}
window.addEventListener("hashchange", recall);

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "/" && !typing) { event.preventDefault(); byId("search").focus(); }
  if (event.key === "Escape") { menu(false); if (state.selected) select(null); else sheet(null); }
});

function menu(open) { byId("exports").hidden = !open; byId("export").setAttribute("aria-expanded", String(open)); }
byId("export").addEventListener("click", () => menu(byId("exports").hidden));
document.addEventListener("click", (event) => { if (!event.target.closest(".menu")) menu(false); });

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
// A cell that a spreadsheet would run as a formula gets an apostrophe before it.
const cell = (value) => {
  const text = String(value === null || value === undefined ? "" : value), safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
byId("export-csv").addEventListener("click", () => {
  const rows = [["subject", "relation", "object", "status", "sources", "sentence", "speaker", "polarity", "modality", "time", "amount", "unit", "document", "source", "published", "subject_iri", "object_iri"]];
  for (const index of [...shown.statements]) {
    const statement = statements[index];
    for (const at of visible(index).length ? visible(index) : [null]) {
      const claim = at === null ? null : claims[at], source = claim && documents[claim.document];
      rows.push([nameOf(statement.subject), relations[statement.relation].name, nameOf(statement.object), statement.status, statement.sources,
        claim && claim.text.map(([text]) => text).join(""), claim && claim.speaker !== null ? speakerName(claim.speaker) : "", claim && claim.polarity, claim && claim.modality, claim && claim.time,
        claim && claim.amount && claim.amount[0], claim && claim.amount && claim.amount[1], source && source.title, source && source.source, source && source.published, actors[statement.subject].iri, actors[statement.object].iri]);
    }
  }
  save(new Blob(["\ufeff", rows.map((row) => row.map(cell).join(",")).join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" }), "statements.csv");
  menu(false);
});
byId("export-png").addEventListener("click", () => {
  network.once("afterDrawing", () => {
    const picture = network.canvas.frame.canvas;
    const copy = h("canvas", { width: picture.width, height: picture.height }), context = copy.getContext("2d");
    context.fillStyle = paint.ground;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(picture, 0, 0);
    copy.toBlob((blob) => save(blob, "network.png"), "image/png");
  });
  network.redraw();
  menu(false);
});
byId("export-sparql").addEventListener("click", () => {
  save(new Blob([sparql()], { type: "application/sparql-query;charset=utf-8" }), "shown.rq");
  menu(false);
});

network.once("afterDrawing", () => performance.mark("drawn"));
shade("light");
recall();

// For whatever embeds the page: where things are on the screen, what is shown, and selecting by IRI.
window.view = Object.freeze({
  select: (iri) => byIri.has(iri) && go({ actor: byIri.get(iri) }),
  shown: () => ({ actors: shown.actors.size, statements: shown.statements.size, claims: shown.claims.size }),
  selected: () => (state.selected === null ? null : state.selected.actor !== undefined ? actors[state.selected.actor].iri : Object.keys(state.selected)[0]),
  place: (iri) => { const node = body.nodes[`n${byIri.get(iri)}`]; return network.canvasToDOM({ x: node.x, y: node.y }); },
});

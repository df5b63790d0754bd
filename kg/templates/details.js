// The right side: what stands behind the actor, the line or the path that is selected, sentence by sentence.
const ROLES = [[2, "subject"], [4, "object"], [1, "evidence"]];
function sentence(claim) {
  const language = documents[claim.document].language;
  return h("blockquote", { lang: language, dir: "auto" }, claim.text.map(([text, flags]) => ROLES.filter(([flag]) => flags & flag)
    .reduceRight((inner, [, role]) => h("mark", { class: role }, inner), text)));
}
const badge = (status) => h("span", { class: `badge ${status}` }, word(status));
function amountText([value, unit]) {
  if (/^[A-Z]{3}$/.test(unit)) {
    try {
      return new Intl.NumberFormat(state.language === "ar" ? "ar-u-nu-latn" : state.language, { style: "currency", currency: unit, currencyDisplay: "code", maximumFractionDigits: 2, minimumFractionDigits: 0 }).format(value);
    } catch { /* not a currency that the browser knows: as a count */ }
  }
  return `${number(value)} ${unit}`;
}
function claimCard(index) {
  const claim = claims[index], source = documents[claim.document];
  const speaker = claim.speaker === null ? null : speakers[claim.speaker];
  const bits = [
    claim.speaker === null ? h("span", {}, word("article_itself"))
      : h("span", {}, speaker.actor !== null ? h("button", { type: "button", class: "link", click: () => go({ actor: speaker.actor }) }, h("bdi", {}, speakerName(claim.speaker))) : h("bdi", {}, speakerName(claim.speaker)), ` ${word("says")}`),
    claim.polarity === "negative" ? badge("negative") : null,
    claim.modality !== "asserted" ? badge(claim.modality) : null,
    claim.ended ? badge("ended") : null,
    claim.time ? h("span", {}, `${word("date")}: `, h("bdi", {}, claim.time)) : null,
    claim.amount ? h("strong", {}, h("bdi", {}, amountText(claim.amount))) : null,
  ];
  return h("div", { class: "claim", "data-claim": index }, sentence(claim), h("div", { class: "meta" }, bits),
    h("div", { class: "meta" }, h("bdi", { class: "source" }, source.title), source.source ? h("bdi", {}, source.source) : null,
      source.published ? h("bdi", {}, source.published) : null,
      claim.rule ? h("span", { title: `${word("rule")}: ${claim.rule}` }, claim.confidence === null ? claim.rule : `${word("confidence")} ${number(claim.confidence)}`) : null));
}
function statementCard(index, from, open) {
  const statement = statements[index], held = visible(index);
  // In an actor's own panel its name is understood where it comes first, and told softly where it comes last.
  const party = (actor) => h("bdi", { class: actor === from ? "own" : null }, nameOf(actor));
  const card = h("details", { class: "statement", "data-statement": index, open },
    h("summary", {}, statement.subject === from ? null : party(statement.subject),
      h("span", { class: "relation" }, relationLabel(statement.relation)), party(statement.object),
      statement.status !== "asserted" ? badge(statement.status) : null, statement.inferred ? badge("inferred") : null,
      held.length > 1 ? h("span", { class: "number" }, `×${number(held.length)}`) : null));
  const fillIn = () => { if (card.open && card.childElementCount === 1) card.append(...held.map(claimCard)); };
  card.addEventListener("toggle", fillIn);
  fillIn();
  return card;
}
// Many statements come by and by; the first is open.
function cards(held, from, start = 0) {
  const stop = start + 60, made = held.slice(start, stop).map((statement, index) => statementCard(statement, from, held.length <= 3 || start + index === 0));
  if (held.length > stop) made.push(h("button", { type: "button", class: "more", click: (event) => event.target.replaceWith(...cards(held, from, stop)) }, `${word("more")} (${number(held.length - stop)})`));
  return made;
}
const closeButton = () => h("button", { type: "button", class: "small close", click: () => select(null) }, word("close"));

function actorDetails(actor) {
  const { names, aliases, identities } = actors[actor];
  const taken = new Set(Object.values(names));
  const more = aliases.filter((alias) => !taken.has(alias)).slice(0, 12);
  const shownHere = statementsOf[actor].filter((statement) => shown.statements.has(statement));
  // One relation after the other, that with the most central party first; what the actor does before what is done to it.
  const rows = shownHere.map((statement) => {
    const { subject, object, relation } = statements[statement];
    return { statement, relation, passive: subject !== actor, party: subject === actor ? object : subject };
  });
  const nearest = new Map();
  for (const { relation, party } of rows) nearest.set(relation, Math.min(party, nearest.has(relation) ? nearest.get(relation) : Infinity));
  const held = rows.sort((a, b) => nearest.get(a.relation) - nearest.get(b.relation) || a.relation - b.relation || a.passive - b.passive || a.party - b.party)
    .map(({ statement }) => statement);
  const pathInput = picker(word("path_pick"), (target) => showPath(actor, target));
  pathInput.hidden = true;
  return [
    h("p", { class: "overline" }, swatch(actors[actor].type), kindLabel(actor), closeButton()),
    h("h2", {}, h("bdi", {}, nameOf(actor))),
    h("dl", { class: "names" }, Object.entries(names).filter(([, name]) => name !== nameOf(actor)).map(([language, name]) => [h("dt", {}, (words.language[language] || language)), h("dd", {}, h("bdi", { lang: language }, name))]),
      more.length ? [h("dt", {}, word("aliases")), h("dd", {}, more.map((alias, index) => [index ? " · " : "", h("bdi", {}, alias)]))] : null,
      identities.length ? [h("dt", {}, word("elsewhere")), h("dd", {}, identities.map((identity, index) => [index ? " · " : "", h("bdi", {}, identity.replace(/^https?:\/\/(www\.)?/, ""))]))] : null),
    h("div", { class: "actions" },
      state.focus === actor ? h("button", { type: "button", id: "whole", click: () => { state.focus = null; apply(true); } }, word("whole"))
        : h("button", { type: "button", id: "neighbourhood", click: () => { state.focus = actor; apply(true); } }, word("neighbourhood")),
      h("button", { type: "button", id: "path", "aria-expanded": "false", click: (event) => { pathInput.hidden = !pathInput.hidden; event.target.setAttribute("aria-expanded", String(!pathInput.hidden)); if (!pathInput.hidden) pathInput.querySelector("input").focus(); } }, word("path"))),
    pathInput,
    h("h3", {}, `${word("statements")} (${number(held.length)})`),
    cards(held, actor),
  ];
}
function pairDetails(index) {
  const { left, right } = pairs[index];
  const held = pairs[index].statements.filter((statement) => shown.statements.has(statement));
  return [
    h("p", { class: "overline" }, word("relation"), closeButton()),
    h("h2", {}, h("bdi", {}, nameOf(left)), left === right ? null : [" – ", h("bdi", {}, nameOf(right))]),
    h("div", { class: "actions" }, [...new Set([left, right])].map((actor) => h("button", { type: "button", click: () => go({ actor }) }, h("bdi", {}, nameOf(actor))))),
    h("h3", {}, `${word("statements")} (${number(held.length)})`),
    cards(held, null),
  ];
}
function pathDetails(path) {
  return [
    h("p", { class: "overline" }, word("path_steps"), closeButton()),
    h("h2", {}, path.map((actor, index) => [index ? " – " : "", h("bdi", {}, nameOf(actor))])),
    h("ol", { class: "steps" }, path.slice(1).map((actor, index) => {
      const held = pairs[pairBetween(path[index], actor)].statements.filter((statement) => shown.statements.has(statement));
      return h("li", {}, h("h3", {}, `${word("step")} ${number(index + 1)}`), held.map((statement, position) => statementCard(statement, null, position === 0)));
    })),
  ];
}
function overview() {
  const perSpeaker = [...count([...shown.claims].map((claim) => claims[claim]).filter((claim) => claim.speaker !== null), (claim) => claim.speaker)].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 8);
  const top = [...shown.actors].sort((a, b) => a - b).slice(0, 12);
  return [
    h("h2", {}, h("bdi", {}, content.title)),
    h("p", { class: "intro" }, word("hint")),
    top.length ? [h("h3", {}, word("most_central")), h("ol", {}, top.map((actor) => h("li", {}, actorButton(actor, h("span", { class: "number" }, kindLabel(actor))))))] : null,
    perSpeaker.length ? [h("h3", {}, word("who_speaks")), h("ul", {}, perSpeaker.map(([speaker, amount]) => h("li", {}, speakers[speaker].actor !== null
      ? actorButton(speakers[speaker].actor, h("span", { class: "number" }, number(amount)))
      : h("span", { class: "actor" }, h("bdi", {}, speakerName(speaker)), h("span", { class: "number" }, number(amount))))))] : null,
    h("h3", {}, word("documents")), h("ul", {}, documents.slice(0, 30).map((document) => h("li", { class: "claim-source" }, h("bdi", { lang: document.language }, document.title), h("br"), h("span", { class: "number" }, [document.source, document.published].filter(Boolean).join(" · "))))),
  ];
}
function drawDetails() {
  const selected = state.selected;
  const parts = selected === null ? overview() : selected.actor !== undefined ? actorDetails(selected.actor) : selected.pair !== undefined ? pairDetails(selected.pair) : pathDetails(selected.path);
  byId("details-panel").replaceChildren(...parts.flat(Infinity).filter((part) => part !== null && part !== undefined && part !== false));
}
function showPath(start, stop) {
  const path = findPath(start, stop);
  if (path) { select({ path }); fit(path); } else announce(word("path_none"));
}

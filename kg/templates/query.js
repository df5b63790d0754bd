// The SPARQL query whose answer is what is shown. Every IRI and string in it is escaped for SPARQL.
const iriTerm = (iri) => `<${iri.replace(/[<>"{}|^`\\\u0000-\u0020]/g, (sign) => encodeURIComponent(sign))}>`;
const stringTerm = (text) => `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"`;
const near = (actor) => [actor, ...pairsOf[actor].map((pair) => other(pair, actor))].sort((a, b) => a - b).map((index) => iriTerm(actors[index].iri));
function sparql() {
  const { off } = state, lines = [];
  const any = (variable, values) => lines.push(`  VALUES ?${variable} { ${values.join(" ")} }`);
  const left = (items, set) => items.map((_, index) => index).filter((index) => !set.has(index));
  if (off.relation.size) any("relation", left(relations, off.relation).map((relation) => iriTerm(relations[relation].iri)));
  if (state.document !== "") any("document", [iriTerm(documents[Number(state.document)].iri)]);
  for (const field of ["polarity", "modality"]) {
    const all = [...new Set(claims.map((claim) => claim[field]))].sort();
    if (off[field].size) any(field, all.filter((value) => !off[field].has(value)).map(stringTerm));
  }
  if (state.speaker !== "" && state.speaker !== "-1") any("speaker", [iriTerm(speakers[Number(state.speaker)].iri)]);
  const asked = state.speaker !== "" && state.speaker !== "-1";
  lines.push("  GRAPH ?g1 { ?statement a kg:Statement ; kg:subject ?subject ; kg:relation ?relation ; kg:object ?object ;", "    kg:status ?status ; kg:claim ?claim }",
    "  GRAPH ?document { ?claim kg:polarity ?polarity ; kg:modality ?modality ; kg:evidence/kg:quote ?quote .",
    `    ${asked ? "?claim kg:speaker ?speaker ." : "OPTIONAL { ?claim kg:speaker ?speaker }"} OPTIONAL { ?claim kg:time ?time } OPTIONAL { ?document kg:published ?published } }`);
  if (!content.unnamed) lines.push("  GRAPH ?g2 { ?subject kg:named true . ?object kg:named true }");
  if (state.speaker === "-1") lines.push("  FILTER (!BOUND(?speaker))");
  const ends = [state.from > 0 ? `?when >= ${stringTerm(dates[state.from])}` : "", state.to < dates.length - 1 ? `?when <= ${stringTerm(dates[state.to])}` : ""].filter(Boolean);
  if (ends.length || !state.undated) {
    lines.push('  BIND (REPLACE(STR(COALESCE(?time, ?published)), "/.*", "") AS ?when)',
      `  FILTER (${state.undated ? `!BOUND(?when) || (${ends.join(" && ")})` : ["BOUND(?when)", ...ends].join(" && ")})`);
  }
  if (state.focus !== null) any("subject", near(state.focus)), any("object", near(state.focus));
  if (off.type.size) {
    const hidden = [...new Set(actors.filter((actor) => off.type.has(actor.type)).map((actor) => kinds[actor.kind].iri))].sort().map(iriTerm).join(", ");
    lines.push("  GRAPH ?g3 { ?subject a ?subjectKind ; kg:named ?n1 . ?object a ?objectKind ; kg:named ?n2 }", `  FILTER (?subjectKind NOT IN (${hidden}) && ?objectKind NOT IN (${hidden}))`);
  }
  return [`PREFIX kg: <${content.vocabulary}>`, "SELECT DISTINCT ?subject ?relation ?object ?status ?speaker ?polarity ?modality ?quote ?document WHERE {", ...lines, "}", "ORDER BY ?subject ?relation ?object", ""].join("\n");
}

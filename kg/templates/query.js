// The SPARQL query whose answer is what is shown. Every IRI and string in it is escaped for SPARQL.
const iriTerm = (iri) => `<${iri.replace(/[<>"{}|^`\\\u0000-\u0020]/g, (sign) => encodeURIComponent(sign))}>`;
const stringTerm = (text) => `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"`;
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
  lines.push("  GRAPH ?g1 { ?statement a kg:Statement ; kg:subject ?subject ; kg:relation ?relation ; kg:object ?object ; kg:status ?status ; kg:claim ?claim }",
    "  GRAPH ?document { ?claim kg:polarity ?polarity ; kg:modality ?modality ; kg:evidence/kg:quote ?quote", state.speaker !== "" && state.speaker !== "-1" ? "    ; kg:speaker ?speaker }" : "    OPTIONAL { ?claim kg:speaker ?speaker } OPTIONAL { ?claim kg:time ?time } }");
  if (state.speaker === "-1") lines.push("  FILTER (!BOUND(?speaker))");
  if (state.focus !== null) lines.push(`  FILTER (?subject = ${iriTerm(actors[state.focus].iri)} || ?object = ${iriTerm(actors[state.focus].iri)})`);
  if (off.type.size) {
    const hidden = [...new Set(actors.filter((actor) => off.type.has(actor.type)).map((actor) => kinds[actor.kind].iri))].sort().map(iriTerm).join(", ");
    lines.push("  GRAPH ?g2 { ?subject a ?subjectKind } GRAPH ?g3 { ?object a ?objectKind }", `  FILTER (?subjectKind NOT IN (${hidden}) && ?objectKind NOT IN (${hidden}))`);
  }
  return [`PREFIX kg: <${content.vocabulary}>`, "SELECT DISTINCT ?subject ?relation ?object ?status ?speaker ?polarity ?modality ?quote ?document WHERE {", ...lines, "}", "ORDER BY ?subject ?relation ?object", ""].join("\n");
}

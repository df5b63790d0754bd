"""A small ontology with every form of axiom that the reasoner knows, for tests."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.graph import Iris, ontology_quads

TURTLE = """
@prefix kg: <https://kg.example/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
<https://kg.example/ontology> a owl:Ontology .

kg:Actor a owl:Class . kg:Place a owl:Class . kg:Claim a owl:Class .
kg:Person a owl:Class ; rdfs:subClassOf kg:Actor , schema:Person .
kg:Organization a owl:Class ; rdfs:subClassOf kg:Actor .
kg:Company a owl:Class ; rdfs:subClassOf kg:Organization .
kg:Country a owl:Class ; rdfs:subClassOf kg:Actor .
kg:Diplomat a owl:Class ;
    owl:equivalentClass [ a owl:Restriction ; owl:onProperty kg:ambassador_of ; owl:someValuesFrom owl:Thing ] .
[] a owl:AllDisjointClasses ; owl:members ( kg:Person kg:Organization kg:Country ) .

kg:represents a owl:ObjectProperty ; rdfs:domain kg:Person .
kg:holds_office a owl:ObjectProperty ; rdfs:subPropertyOf kg:represents .
kg:ambassador_of a owl:ObjectProperty ; rdfs:subPropertyOf kg:represents ; owl:inverseOf kg:has_ambassador ;
    rdfs:range [ a owl:Class ; owl:unionOf ( kg:Country kg:Organization ) ] .
kg:has_ambassador a owl:ObjectProperty .
kg:president_of a owl:ObjectProperty ; rdfs:subPropertyOf kg:holds_office , schema:worksFor ; rdfs:range kg:Country .
kg:meets a owl:ObjectProperty , owl:SymmetricProperty .
kg:part_of a owl:ObjectProperty , owl:TransitiveProperty .
kg:leads a owl:ObjectProperty .
kg:serves a owl:ObjectProperty ; owl:propertyChainAxiom ( kg:leads kg:part_of kg:cooperates_with ) .
kg:cooperates_with a owl:ObjectProperty , owl:SymmetricProperty .
kg:allied_with a owl:ObjectProperty ; rdfs:subPropertyOf kg:cooperates_with .
"""


def axioms(folder: Path) -> list[ox.Quad]:
    file = folder / "axioms.ttl"
    file.write_text(TURTLE, "utf-8")
    return ontology_quads([file], Iris())

// The rulebook's vocabulary, made ready for looking things up and for searching.

import { index } from "../lib/search.js";

const folded = (text) => text.toLowerCase().replace(/[\s_‐-―-]+/g, "");

/** `{name → entry}` by name and by every synonym, whatever the case, the spaces and the hyphens. */
function byName(things) {
  const known = new Map();
  for (const thing of things) for (const also of thing.also ?? []) known.set(folded(also), thing);
  // A name that is another's synonym is its own.
  for (const thing of things) known.set(folded(thing.name), thing);
  return (text) => known.get(folded(String(text).trim()));
}

export function vocabularyOf(data) {
  const biomarkers = [...data.genes, ...data.markers];
  const genes = new Set(data.genes.map((gene) => gene.name));
  const classes = data.classes.map((one) => ({ ...one, name: `class ${one.name}`, plain: one.name }));
  return {
    ...data,
    disease: byName(data.diseases),
    fact: byName(data.facts),
    biomarker: byName(biomarkers),
    isGene: (name) => genes.has(name),
    drug: byName(data.drugs),
    agentClass: byName(classes),
    assay: byName(data.assays),
    method: byName(data.methods),
    specimen: byName(data.specimens),
    diseaseIndex: index(data.diseases),
    biomarkerIndex: index([...biomarkers].sort((a, b) => Number(Boolean(b.used)) - Number(Boolean(a.used)))),
    // What a history can name: drugs, and regimens as a whole.
    drugIndex: index([
      ...data.drugs.map((drug) => ({ ...drug, also: [...(drug.also ?? []), ...(drug.brands ?? []).map((brand) => brand.name)] })),
      ...data.regimens,
    ]),
    agentIndex: index([...data.drugs, ...classes]),
  };
}

/** A disease as the profile names it: by name, synonym or code. */
export function diseaseOf(vocabulary, said) {
  if (said === undefined) return undefined;
  if (typeof said === "string") return vocabulary.disease(said);
  return vocabulary.diseases.find((one) => one.codes?.some((code) => code.code === said.code && code.system === said.system));
}

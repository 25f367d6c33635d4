// A proof, cut down to what settles it: where one of several conditions is enough, the others are not shown.

import { unquoted } from "./words.js";

/** `{text | role, value, evidence, parts}`: a condition in words, or how its parts are joined. */
export function decisive(node) {
  const parts = node.parts ?? [];
  if (node.role === "question") {
    return { text: unquoted(node.text), value: node.value, evidence: (node.evidence ?? []).map((one) => one.text).join("; "), parts: [] };
  }
  if (node.role === "define") {
    const inner = decisive(parts[0]);
    const joined = inner.text === undefined && inner.role !== "notThis";
    // A definition goes by its title, and its parts stand under it.
    return { text: /\((.*)\)$/s.exec(node.text)?.[1] ?? node.text, value: node.value, parts: joined ? inner.parts : [inner] };
  }
  if (node.role === "not") return { role: "notThis", value: node.value, parts: [decisive(parts[0])] };
  const kept = settling(node, parts).map(decisive);
  const role = node.role === "all" ? "and" : node.role === "any" ? "anyOf" : undefined;
  if (kept.length === 1 && kept[0].value === node.value) return kept[0];
  // Conditions that are all needed stand side by side, however deep they were written.
  const flat = role ? kept.flatMap((part) => (part.role === role && part.value === node.value ? part.parts : [part])) : kept;
  return { ...(role ? { role } : { text: node.text }), value: node.value, parts: flat };
}

function settling(node, parts) {
  const of = (value) => parts.filter((part) => part.value === value);
  if (node.role === "any" && node.value === "met") return of("met").slice(0, 1);
  if (node.role === "any" && node.value === "undetermined") return of("undetermined");
  if (node.role === "all" && node.value === "not-met") return of("not-met");
  return parts;
}

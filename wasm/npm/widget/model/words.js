// How things are called on the page: lists, regimens, needs, days.

/** `a, b and c`; beyond `most` the rest is counted. */
export function list(items, m, most = Infinity, joint = m.and) {
  const shown = items.length > most ? [...items.slice(0, most), m.more(items.length - most)] : items;
  if (shown.length < 2) return shown[0] ?? "";
  return `${shown.slice(0, -1).join(", ")} ${joint} ${shown.at(-1)}`;
}

/** A drug by name; `class C` is any drug of it. */
export function drug(name, m) {
  return name.startsWith("class ") ? m.any(name.slice(6)) : name;
}

/** The drugs of a regimen, joined by `+`. */
export function regimen(entry, m, vocabulary) {
  const [only] = entry.drugs;
  const alone = entry.alone ? ` ${m.alone}` : "";
  // A class that is spoken of by itself goes by its title.
  const known = entry.drugs.length === 1 && only.startsWith("class ") ? vocabulary?.agentClass(only) : undefined;
  if (known?.title) return commonNoun(known.title) + alone;
  return entry.drugs.map((name) => drug(name, m)).join(" + ") + alone;
}

/** A title within a sentence: lower case where it begins with a plain word. */
export const commonNoun = (title) => (/^[A-Z][a-z]/.test(title) ? title[0].toLowerCase() + title.slice(1) : title);

/** What something decides, as the report names it: a regimen, or words such as `refer …`. */
export function decided(name, m) {
  const [, kind, rest] = /^(note: |refer |test |trial |avoid |hold )?(.*)$/s.exec(name);
  if (kind && m.decided[kind.trim()]) return m.decided[kind.trim()](rest.split(" with ").map((one) => drug(one, m)).join(" + "));
  return name.split(" with ").map((one) => drug(one, m)).join(" + ");
}

/** What is still needed: a biomarker, a fact, the diagnosis, the history. */
export function need(one, m) {
  if (one === "disease") return m.needs.disease;
  if (one === "therapies") return m.needs.therapies;
  return one.biomarker ?? one.fact.replaceAll("-", " ");
}

/** Entries that share a key, in the order of the first of each: `[[first, …], …]`. */
export function together(entries, key) {
  const groups = new Map();
  for (const entry of entries) {
    const is = JSON.stringify(key(entry));
    if (groups.has(is)) groups.get(is).push(entry);
    else groups.set(is, [entry]);
  }
  return [...groups.values()];
}

export const sentence = (text) => (text ? text[0].toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".") : "");
export const capital = (text) => (text ? text[0].toUpperCase() + text.slice(1) : "");
export const unquoted = (text) => text.replaceAll('"', "");

/** A message of the engine, whose back-ticks are quotation marks to a reader. */
export const prose = (text) => text.replace(/`([^`]*)`/g, "“$1”");

/** Of the classes a change belongs to, the one that says most to a reader. */
export function meaning(matches) {
  const plain = (one) => !/\.\.|^(any )?mutation$|^pathogenic variant$/.test(one);
  const best = matches?.find(plain) ?? matches?.[0];
  return best && unquoted(best);
}

// Finds things by name, synonym or code among many: every word must be there, what begins with it comes first.

const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const words = (text) => plain(text).split(/[^a-z0-9+*.]+/).filter(Boolean);

/** Makes an index of `{name, title, also, codes}`; do it once. */
export function index(things) {
  return things.map((thing, order) => {
    const also = thing.also ?? [];
    const codes = (thing.codes ?? []).map((code) => code.code);
    return {
      thing,
      order,
      texts: [thing.name, thing.title ?? "", ...also, ...codes].map((text) => ({ text, plain: plain(text), words: words(text) })),
    };
  });
}

/** The best matches, each as `{thing, found}`, where `found` is the synonym or code by which it was found. */
export function search(entries, query, most = 12) {
  const asked = words(query);
  const whole = plain(query).trim();
  if (asked.length === 0) return [];
  const hits = [];
  for (const entry of entries) {
    let best;
    for (const [place, text] of entry.texts.entries()) {
      const score = rank(text, whole, asked);
      // A name or title that is as good as a synonym is shown before it.
      const rated = score === undefined ? undefined : score * 8 + Math.min(place, 2);
      if (rated !== undefined && (best === undefined || rated < best.rated)) best = { rated, place, text };
    }
    if (best) hits.push({ ...best, entry });
  }
  hits.sort((a, b) => a.rated - b.rated || a.text.plain.length - b.text.plain.length || a.entry.order - b.entry.order);
  return hits.slice(0, most).map(({ entry, place, text }) => ({ thing: entry.thing, found: place > 1 ? text.text : undefined }));
}

function rank(text, whole, asked) {
  if (text.plain === whole) return 0;
  if (text.plain.startsWith(whole)) return 1;
  if (asked.every((word) => text.words.some((one) => one.startsWith(word)))) return 2;
  if (asked.every((word) => text.plain.includes(word))) return 3;
  return undefined;
}

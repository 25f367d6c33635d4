// Changes of a profile. A profile is never changed in place: each edit answers a new one. A key that is absent is
// unknown; a list that is given is complete.

const without = (object, key) => {
  const { [key]: _, ...rest } = object;
  return rest;
};

/** With `key` as `value`; without it where the value is undefined. */
export const withKey = (profile, key, value) => (value === undefined ? without(profile, key) : { ...profile, [key]: value });

export function withFact(profile, name, value) {
  const facts = withKey(profile.facts ?? {}, name, value);
  return withKey(profile, "facts", Object.keys(facts).length > 0 ? facts : undefined);
}

export const withTherapy = (profile, therapy) => ({ ...profile, therapies: [...(profile.therapies ?? []), therapy] });

export function withoutItem(profile, key, position) {
  const rest = (profile[key] ?? []).filter((_, at) => at !== position);
  // With the last result gone nothing is said of any; no therapy left may mean none, which somebody has to say.
  return withKey(profile, key, rest.length > 0 ? rest : undefined);
}

/** Adds what was entered: into the assay's result if it stands there, in place of what was said of a biomarker else. */
export function withResults(profile, entered, replace) {
  let results = [...(profile.results ?? [])];
  if (replace !== undefined) results.splice(replace, 1);
  for (const result of entered) results = merged(results, result);
  return { ...profile, results };
}

function merged(results, result) {
  if (result.assay) {
    const at = results.findIndex((one) => one.assay === result.assay && one.specimen === result.specimen && one.date === result.date);
    if (at < 0) return [...results, result];
    const named = new Set(result.findings.map((finding) => String(finding.biomarker)));
    const findings = [...(results[at].findings ?? []).filter((one) => !named.has(String(one.biomarker))), ...result.findings];
    return results.with(at, { ...results[at], findings });
  }
  // An awaited or failed result gives way to the one that came; others stand beside it, for they say different things.
  const open = new Set(["pending", "insufficient", "failed"]);
  const rest = results.filter((one) => !(one.biomarker === result.biomarker && (open.has(one.status) || same(one, result))));
  return [...rest, result];
}

const same = (one, other) => one.method === other.method && one.specimen === other.specimen;

/** Reads a profile somebody pasted: `{profile}` or `{errors}`. What it means is for the engine to say. */
export function parseProfile(text, m) {
  try {
    const profile = JSON.parse(text);
    if (typeof profile === "object" && profile !== null && !Array.isArray(profile)) return { profile };
    return { errors: [{ code: "wrong-json-type", path: "", message: m.paste.noObject }] };
  } catch (error) {
    return { errors: [{ code: "invalid-json", path: "", message: m.paste.noJson, help: String(error.message) }] };
  }
}

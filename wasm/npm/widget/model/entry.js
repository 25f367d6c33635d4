// Reads the line on which somebody enters a result, as a laboratory writes it: "GENE p.V600E", "GENE negative",
// "MARKER 70 %", several genes before one word. What a change of a gene means is the engine's to say, not read here.

const STATUS = [
  ["negative", /^(neg(ative)?|not detected|none detected|not found|wild[- ]?type|wt|-)$/i],
  ["positive", /^(pos(itive)?|detected|\+)$/i],
  ["pending", /^(pending|awaited|ordered|sent|in progress)$/i],
  ["insufficient", /^(insufficient|qns|not enough( tissue| material)?|too little( tissue| material)?)$/i],
  ["failed", /^(failed|fail)$/i],
  ["inconclusive", /^(inconclusive|equivocal|indeterminate|uncertain)$/i],
];

const statusOf = (text) => STATUS.find(([, pattern]) => pattern.test(text.trim()))?.[0];

/**
 * Reads `text`. Answers `{kind: "empty"}`, `{kind: "unknown", text}`, `{kind: "open", names}` (a biomarker with nothing said
 * of it yet), `{kind: "assay", assay}` (nothing found by an assay) or
 * `{kind: "results", items: [{biomarker, gene, status | value | alterations}]}`.
 */
export function readEntry(text, vocabulary) {
  const line = text.trim().replace(/\s+/g, " ");
  if (line === "") return { kind: "empty" };
  const whole = statusOf(line);
  if (whole === "negative") return { kind: "assay" };
  const { names, rest, assay } = leading(line, vocabulary);
  if (assay) return rest === "" || statusOf(rest) === "negative" ? { kind: "assay", assay } : { kind: "unknown", text: rest };
  if (names.length === 0) {
    const within = withinFusion(line, vocabulary);
    if (within) return { kind: "results", items: [{ biomarker: within.name, gene: true, alterations: [line] }] };
    return { kind: "unknown", text: line };
  }
  if (rest === "") return { kind: "open", names };
  const marker = names.length === 1 && levelOfKin(line.slice(0, line.length - rest.length), rest, vocabulary);
  if (marker) return { kind: "results", items: [{ biomarker: marker.name, gene: false, value: levelOf(marker, rest).name }] };
  const status = statusOf(rest);
  const items = names.map((name) => {
    const gene = vocabulary.isGene(name);
    if (status && !levelOf(vocabulary.biomarker(name), rest)) return { biomarker: name, gene, status };
    if (gene) return { biomarker: name, gene, alterations: rest.split(/\s*[;,]\s*/).filter(Boolean) };
    return { biomarker: name, gene, value: valueOf(vocabulary.biomarker(name), rest) };
  });
  return { kind: "results", items };
}

/** The biomarkers or the assay with which the line begins, by the longest name that fits, and what follows. */
function leading(line, vocabulary) {
  const names = [];
  let rest = line.replace(/^[,;]\s*/, "");
  for (;;) {
    const words = rest.split(" ");
    let taken = 0;
    for (let count = Math.min(words.length, 6); count > 0 && taken === 0; count--) {
      const said = words.slice(0, count).join(" ").replace(/[,;:]$/, "");
      const biomarker = vocabulary.biomarker(said);
      const assay = names.length === 0 && !biomarker ? vocabulary.assay(said) : undefined;
      if (assay) return { names, assay: assay.name, rest: words.slice(count).join(" ") };
      // A level of a marker may be spelt as another marker is: only the first word of all is surely a name.
      if (biomarker && !(names.length > 0 && levelOf(vocabulary.biomarker(names[0]), said))) {
        if (!names.includes(biomarker.name)) names.push(biomarker.name);
        taken = count;
      }
    }
    if (taken === 0) return { names, rest };
    rest = words.slice(taken).join(" ").replace(/^(and|&|[,;])\s+/i, "").trim();
    if (rest === "") return { names, rest };
  }
}

/** The gene of which a fusion is reported: of its two, the one that rules ask for. */
function withinFusion(line, vocabulary) {
  const pieces = line.split(/[\s:;/–-]+/).map((piece) => vocabulary.biomarker(piece)).filter((one) => one && vocabulary.isGene(one.name));
  return pieces.find((one) => one.used) ?? pieces.at(-1);
}

const folded = (text) => text.toLowerCase().replace(/\s+/g, "");

function levelOf(marker, text) {
  const said = folded(text);
  return marker?.values?.find((value) => folded(value.name) === said || value.also?.some((also) => folded(also) === said));
}

/** The one marker that is named after the gene (as `GENE-IHC` is) and has what was said as a level. */
function levelOfKin(said, rest, vocabulary) {
  const kin = vocabulary.markers.filter((one) => folded(one.name).startsWith(`${folded(said)}-`) && levelOf(one, rest));
  return kin.length === 1 && !statusOf(rest) ? kin[0] : undefined;
}

/** A number where it is one, in the declared unit; else the words as they stand, for the engine to read. */
function valueOf(marker, text) {
  const level = levelOf(marker, text);
  if (level) return level.name;
  const number = /^(\d+(?:\.\d+)?)\s*(.*)$/.exec(text);
  const unit = number?.[2].toLowerCase();
  if (number && (unit === "" || unit === marker?.unit?.toLowerCase())) return Number(number[1]);
  return text;
}

/** The results of a profile that items say, with how they were measured; `by` is an assay or a method. */
export function resultsOf(read, { by, specimen, date, vocabulary }) {
  const assay = read.assay ?? (by && vocabulary.assay(by)?.name);
  const shared = { ...(specimen && { specimen }), ...(date && { date }) };
  const said = ({ biomarker, status, value, alterations }) => ({
    biomarker,
    ...(status && { status }),
    ...(value !== undefined && { value }),
    ...(alterations && { alterations }),
  });
  if (read.kind === "assay") return assay ? [{ assay, ...shared, findings: [] }] : [];
  // What an assay found stands with the assay, which then says of all else that it was not found; what it did not
  // yield, or where it was looked for alone, is a result of its own.
  const found = assay ? read.items.filter((item) => item.alterations || item.value !== undefined) : [];
  const alone = read.items.filter((item) => !found.includes(item));
  const method = assay ? undefined : by;
  return [
    ...(found.length > 0 ? [{ assay, ...shared, findings: found.map(said) }] : []),
    ...alone.map((item) => ({ ...said(item), ...(method && { method }), ...shared })),
  ];
}

// Every method with its types, as a program would use them: compiled by tsc and never run.
import {
  Book, check, format, load, loadSync, version,
  type Answer, type CaseOutcome, type Change, type Diagnostic, type Explanation, type LoadOptions, type Need, type OpenQuestion, type Profile,
  type Proof, type Report, type Rulebook, type Settings, type TestPlan, type Variant, type Vocabulary, type WrittenRule,
} from "guidemark";
import * as inline from "guidemark/inline";
import * as web from "guidemark/web";

export const profile: Profile = {
  id: "mine",
  disease: { system: "oncotree", code: "LUAD" },
  date: "2026-11-22",
  region: "US",
  facts: { stage: "IVB", age: 61, "chemoradiation": true },
  results: [
    { biomarker: "EGFR", status: "negative", method: "PCR-hotspot", specimen: "tissue", date: "2026-11-02" },
    { biomarker: "BRAF", alterations: ["p.V600E", { change: "p.G469A", significance: "uncertain", origin: "somatic", allele_fraction: 0.2 }] },
    { biomarker: "MET", alterations: [{ copy_number: 12 }] },
    { biomarker: "PD-L1-TPS", value: 70 },
    { method: "NGS-DNA", tested: ["EGFR", "KRAS"], findings: [{ biomarker: "KRAS", alterations: ["p.G12C"] }] },
  ],
  therapies: [{ drug: "carboplatin", line: 1, outcome: "progression" }],
  specimens: ["tissue"],
};

const settings: Settings = { date: "2026-11-22", region: "EU", today: "2026-11-23" };
const options: LoadOptions = { source: { "a.guide": "" }, name: "mine" };

export async function everything(): Promise<string[]> {
  const book: Book = await load();
  const others: Book[] = [
    await load(options), await load({ compiled: "rules.plan" }), inline.loadSync({ compiled: new ArrayBuffer(1) }), await load({ compiled: new URL("https://example.org/plan") }),
    await load({ compiled: fetch("plan"), engine: fetch("wasm") }), loadSync({ engine: new Uint8Array() }), inline.loadSync(), await web.load(),
  ];
  const rulebook: Rulebook | undefined = book.rulebook;
  const words: string[] = [version, rulebook?.sha256 ?? "", ...book.diagnostics.map((one: Diagnostic) => `${one.primary.file}:${one.primary.start?.line}`)];

  const evaluated = book.evaluate(profile, settings);
  if (evaluated.ok) {
    const report: Report = evaluated.report;
    for (const { drugs, status, needs } of report.treatments) {
      if (status === "undecided") words.push(...drugs, ...needs.map(needed));
    }
  } else {
    words.push(...(evaluated.errors ?? evaluated.diagnostics).map((one) => one.message));
  }
  const explained = book.explain("{}", { whyNot: "osimertinib" });
  const explanation: Explanation | undefined = explained.ok ? explained.explanation : undefined;
  words.push(...(explanation?.rules ?? []).flatMap(({ when }) => spoken(when)));
  const whatIf: Answer<{ changes: Change[] }> = book.explain(profile, { if: ["age 70 years", "EGFR p.L858R"] }, settings);
  const changed: Answer<{ changes: Change[] }> = book.changes(profile, { ...profile, facts: {} });
  const asked: Answer<{ questions: OpenQuestion[] }> = book.questions(profile);
  const planned: Answer<{ test_plan: TestPlan }> = book.testPlan(profile);
  const known: Answer<{ vocabulary: Vocabulary }> = book.vocabulary();
  const read: Answer<{ variant: Variant }> = book.variant("EGFR", "L858R");
  const page: Answer<{ text: string }> = book.text(profile, {}, "html");
  const ran = book.cases({ random: 20 });
  const cases: CaseOutcome[] = ran.ok ? [...ran.cases, ...ran.promises] : [];
  const written: Answer<{ rule: WrittenRule }> = await book.rule("a-rule");
  if (known.ok) for (const fact of known.vocabulary.facts) words.push(fact.takes === "number" ? `${fact.from}` : fact.values[0]?.name ?? "");
  const { ok, diagnostics } = check({ "a.guide": "" });
  const laidOut = format("");
  words.push(`${[ok, diagnostics?.length, laidOut.ok && laidOut.text, whatIf, changed, asked, planned, read, page, cases, written]}`);
  for (const other of others) other.close();
  return words;
}

function needed(need: Need): string {
  if (typeof need === "string") return need;
  return "fact" in need ? need.fact : need.biomarker;
}

function spoken({ text, value, parts = [], evidence = [] }: Proof): string[] {
  return [`${text}: ${value}`, ...evidence.map(({ path }) => path), ...parts.flatMap(spoken)];
}

export const mistakes = (book: Book) => {
  // @ts-expect-error a profile has no such key
  book.evaluate({ diseases: "LUAD" });
  // @ts-expect-error a question is one of three
  book.explain({}, { who: "x" });
  // @ts-expect-error an answer may be none
  book.evaluate({}).report.treatments;
  // @ts-expect-error there is no such form
  book.text({}, {}, "poem");
  // @ts-expect-error pages have no `loadSync`
  web.loadSync();
};

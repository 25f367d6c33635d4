// A whole session in a page: every method, as somebody would call it.
export async function session({ load, check, format, version }, profile) {
  const book = await load();
  const settings = { today: "2026-01-01" };
  const evaluated = book.evaluate(profile, settings);
  const [first] = evaluated.report.treatments;
  const own = await load({ source: { "a.guide": 'guideline a "A"\n  version 1.0\n' } });
  const answers = {
    explain: book.explain(profile, { whyNot: first.drugs[0] }, settings),
    if: book.explain(profile, { if: "age 80 years" }, settings),
    changes: book.changes(profile, { ...profile, results: [] }, settings),
    questions: book.questions(profile, settings),
    testPlan: book.testPlan(profile, settings),
    text: book.text(profile, settings, "text"),
    patient: book.text(profile, settings, "patient"),
    html: book.text(profile, settings, "html"),
    vocabulary: book.vocabulary(),
    variant: book.variant("EGFR", "p.L858R"),
    rule: await book.rule(first.rules[0].rule),
    cases: own.cases(),
    check: check({ "a.guide": "" }),
    format: format("region X\n"),
  };
  return { version, treatments: evaluated.report.treatments, failed: Object.keys(answers).filter((name) => !answers[name].ok) };
}

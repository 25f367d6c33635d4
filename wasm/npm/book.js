// A rulebook that answers: what every entry of the package shares.
import { ask, failed, generation } from "./module.js";

// Texts cross to the engine; profiles and settings may come as objects.
const json = (value, what) => {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new TypeError(`${what} is an object`);
  return JSON.stringify(value);
};

const string = (value, what) => {
  if (typeof value !== "string") throw new TypeError(`${what} is a string`);
  return value;
};

// The day where the clock stands: the engine has none.
const today = () => {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};

const settled = (settings = {}) => {
  if (settings === null || typeof settings !== "object") throw new TypeError("settings are an object");
  return JSON.stringify({ ...settings, today: settings.today ?? today() });
};

export class Book {
  #open;
  #engine;
  #generation;
  #texts;
  #refusal;

  // `open` makes the engine's own book; `texts` fetches the texts of rules where the book does not hold them.
  constructor(open, texts) {
    this.#open = open;
    this.#texts = texts;
    const opening = this.#ask((engine) => engine.rulebook());
    if (!opening.ok) this.#refusal = opening;
    this.ok = opening.ok;
    this.rulebook = opening.rulebook;
    this.diagnostics = opening.diagnostics ?? [];
    this.errors = opening.errors ?? [];
  }

  evaluate(profile, settings) {
    return this.#about(profile, settings, (engine, ...texts) => engine.evaluate(...texts));
  }

  questions(profile, settings) {
    return this.#about(profile, settings, (engine, ...texts) => engine.questions(...texts));
  }

  testPlan(profile, settings) {
    return this.#about(profile, settings, (engine, ...texts) => engine.testPlan(...texts));
  }

  explain(profile, question, settings) {
    const asked = json(question, "a question");
    return this.#about(profile, settings, (engine, profile, settings) => engine.explain(profile, asked, settings));
  }

  changes(before, after, settings) {
    const other = json(after, "a profile");
    return this.#about(before, settings, (engine, profile, settings) => engine.changes(profile, other, settings));
  }

  text(profile, settings, form = "text") {
    string(form, "a form");
    return this.#about(profile, settings, (engine, ...texts) => engine.text(...texts, form));
  }

  vocabulary() {
    return this.#ask((engine) => engine.vocabulary());
  }

  variant(gene, change) {
    string(gene, "a gene");
    string(change, "a change");
    return this.#ask((engine) => engine.variant(gene, change));
  }

  cases({ random = 100, ...settings } = {}) {
    if (!Number.isInteger(random) || random < 0 || random > 100_000) throw new TypeError("random is a whole number up to 100000");
    const text = settled(settings);
    return this.#ask((engine) => engine.cases(random, text));
  }

  async rule(id) {
    string(id, "a rule");
    if (!this.#texts || this.#refusal) return this.#ask((engine) => engine.rule(id));
    let rules;
    try {
      rules = await this.#texts();
    } catch (error) {
      return { ok: false, errors: [{ code: "not-loaded", path: "", message: `the texts of the rules could not be loaded: ${error.message}` }] };
    }
    if (Object.hasOwn(rules, id)) return { ok: true, rule: rules[id] };
    return { ok: false, errors: [{ code: "unknown-name", path: "rule", message: `no rule is called \`${id}\`` }] };
  }

  // Gives the memory back at once; without it that happens some time after the book is out of use.
  close() {
    if (this.#engine && this.#generation === generation) this.#engine.free();
    this.#engine = undefined;
  }

  #about(profile, settings, call) {
    const texts = [json(profile, "a profile"), settled(settings)];
    return this.#ask((engine) => call(engine, ...texts));
  }

  #ask(call) {
    if (this.#refusal) return this.#refusal;
    return ask((module) => {
      if (!this.#engine || this.#generation !== generation) {
        this.#generation = generation;
        this.#engine = this.#open(module);
      }
      return call(this.#engine);
    });
  }
}

// What the page knows and what can be done on it. Views read it; every action ends in asking for a new view.

import { Client } from "./engine/client.js";
import { english, layered } from "./messages.js";
import { arrange } from "./model/report.js";
import { vocabularyOf } from "./model/vocabulary.js";

export class App {
  engine = new Client();
  m = english;
  phase = "loading"; // loading, ready, failed
  rulebook = undefined;
  diagnostics = [];
  vocabulary = undefined;

  profile = {};
  settings = {}; // date and region that the place of the widget gives, over the profile's
  report = undefined;
  parts = undefined;
  errors = [];
  whatIf = undefined; // {profile, changes, before}

  page = "advice"; // advice, patient
  patient = undefined;
  said = ""; // what the live region says
  open = new Map(); // lines that are open, with the rules to prove in each
  proofs = new Map();
  dismissed = new Map();
  asked = new Set(); // questions that were put off
  marked = new Set(); // what was requested or chosen
  fields = new Map(); // what is being typed, by the field's id
  extra = new Set(); // facts that somebody asked for
  folded = false; // whether a narrow page hides the tumour's entries

  #changed;
  #emit;
  #loading = false;

  constructor(changed, emit) {
    this.#changed = changed;
    this.#emit = emit;
  }

  changed = () => this.#changed();

  emit(type, detail) {
    this.#emit(type, detail);
  }

  setMessages(messages) {
    this.m = layered(english, messages);
    this.changed();
  }

  /** What is being typed into a field: kept here, so that a new view does not lose it. */
  field(id, initial) {
    if (!this.fields.has(id)) this.fields.set(id, { ...initial });
    return this.fields.get(id);
  }

  /** The profile the page is about: the patient's, or the one of a what-if. */
  get current() {
    return this.whatIf?.profile ?? this.profile;
  }

  /** Whether nothing is known that rules could say something about. */
  get isEmpty() {
    const { disease, results } = this.current;
    return disease === undefined && (results ?? []).length === 0;
  }

  async load(rulebook) {
    // What there is stays in view until there is something better.
    if (this.phase !== "ready") this.phase = "loading";
    this.#loading = true;
    this.changed();
    const answer = await this.engine.askLatest("open", "open", rulebook);
    if (!answer) return;
    this.#loading = false;
    this.phase = answer.ok ? "ready" : "failed";
    this.rulebook = answer.rulebook;
    this.version = answer.version ?? this.version;
    this.diagnostics = [...(answer.errors ?? []), ...(answer.diagnostics ?? [])];
    this.vocabulary = answer.ok ? vocabularyOf(answer.vocabulary) : undefined;
    this.proofs.clear();
    if (answer.ok) await this.refresh();
    else this.report = this.parts = undefined;
    this.changed();
  }

  /** The region or the day over the profile's, where the place of the widget gives one; a choice on the page changes it. */
  settle(name, value) {
    const { [name]: _, ...rest } = this.settings;
    this.settings = value ? { ...rest, [name]: value } : rest;
    return this.refresh({ tell: true });
  }

  /** A profile from outside: all that belongs to the one before is forgotten. */
  setProfile(profile) {
    this.profile = profile;
    this.whatIf = undefined;
    for (const kept of [this.open, this.proofs, this.dismissed, this.asked, this.marked, this.fields, this.extra]) kept.clear();
    this.page = "advice";
    this.folded = profile.disease !== undefined;
    this.refresh();
  }

  /** A change that somebody made on the page; a what-if keeps it to itself. */
  edit(profile) {
    if (this.whatIf) {
      this.whatIf = { ...this.whatIf, profile };
    } else {
      this.profile = profile;
      this.emit("profile-change", { profile });
    }
    return this.refresh({ tell: true });
  }

  async refresh({ tell = false } = {}) {
    this.changed();
    // One rulebook is not asked about what is meant for the next.
    if (this.phase !== "ready" || this.#loading) return;
    const { current, whatIf } = this;
    const [answer, changes] = await Promise.all([
      this.engine.askLatest("report", "evaluate", current, this.settings),
      whatIf ? this.engine.askLatest("changes", "changes", this.profile, current, this.settings) : undefined,
    ]);
    if (!answer) return;
    this.errors = answer.ok ? [] : answer.errors ?? answer.diagnostics ?? [];
    this.report = answer.ok ? answer.report : undefined;
    this.parts = this.report && arrange(this.report);
    if (this.whatIf && changes) this.whatIf = { ...this.whatIf, changes: changes.ok ? changes.changes : [] };
    this.patient = undefined;
    if (tell) this.say(this.report ? this.m.updated : this.m.now.errors(this.errors.length));
    this.changed();
    if (this.report && !this.whatIf) this.emit("report", { report: this.report });
    for (const rules of this.open.values()) for (const rule of rules) this.prove(rule);
    if (this.page === "patient") this.showPatient();
  }

  say(text) {
    // The same words twice are said twice.
    this.said = text === this.said ? `${text}\u00a0` : text;
    this.changed();
  }

  /** A line was opened or closed; `rules` are `{rule, question}`. */
  toggle(key, isOpen, rules = []) {
    if (isOpen === this.open.has(key)) return;
    if (isOpen) this.open.set(key, rules);
    else this.open.delete(key);
    for (const rule of isOpen ? rules : []) this.prove(rule);
    this.changed();
  }

  /** Asks for the proof of a rule: why it holds, or why it does not. */
  async prove({ rule, question }) {
    const answer = await this.engine.askLatest(`proof ${rule}`, "explain", this.current, { [question]: rule }, this.settings);
    if (!answer) return;
    let [proof] = answer.ok ? answer.explanation.rules : [];
    if (proof && proof.text === undefined) {
      const written = await this.engine.ask("rule", rule);
      proof = { ...proof, text: written.ok ? written.rule.text : undefined };
    }
    this.proofs.set(rule, proof ?? { failed: true });
    this.changed();
  }

  startWhatIf() {
    const { profile, report, parts } = this;
    this.whatIf = { profile, changes: [], before: { report, parts } };
    this.folded = false;
    this.page = "advice";
    this.refresh();
  }

  endWhatIf() {
    // The patient's own advice is there at once: not for a moment stands another's under their name.
    Object.assign(this, this.whatIf.before, { errors: [], whatIf: undefined });
    this.engine.forget("changes");
    this.refresh();
  }

  async showPatient() {
    this.page = "patient";
    this.changed();
    const answer = await this.engine.askLatest("patient", "text", this.current, this.settings, "patient");
    if (!answer) return;
    this.patient = answer.ok ? answer.text : "";
    this.changed();
  }

  showAdvice() {
    this.page = "advice";
    this.changed();
  }

  dismiss(key, label, item, reason, comment) {
    this.dismissed.set(key, { label, reason });
    this.emit("dismiss", { ...item, reason, ...(comment && { comment }) });
    this.say(this.m.dismiss.dismissed(this.dismissed.size));
  }
}

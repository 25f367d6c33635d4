// What if: the page works on a copy of the profile, and this bar says what would change.

import { button, quiet } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { decided, together } from "../model/words.js";

// What matters first; a question that falls away follows from the answer itself, and remarks stand in the advice.
const PARTS = ["treatment", "caution", "test", "plan", "team", "trial"];
const STATUS = ["conflict", "hold", "indicated", "avoid", "undecided", "recommended", "repeat", "confirm"];

export function whatIfBar(app) {
  const { m } = app;
  if (!app.whatIf) return null;
  const changes = app.whatIf.changes.filter((change) => PARTS.includes(change.part));
  const changed = app.whatIf.profile !== app.profile;
  return h("section", { key: "what-if", id: "what-if", class: "what-if", part: "what-if", tabindex: "-1", "aria-labelledby": "what-if-title" },
    h("div", { class: "bar" },
      h("h3", { id: "what-if-title" }, m.whatIf.heading),
      h("p", null, !changed ? m.whatIf.hint : changes.length === 0 ? m.whatIf.nothing : `${m.whatIf.changes(changes.length)}:`),
      button(m.whatIf.back, () => {
        app.endWhatIf();
        app.focus("what-if-start");
      }, { class: "main" })),
    changed && changes.length > 0 && h("div", { class: "changes" }, groups(changes, app)));
}

function groups(changes, app) {
  const { m } = app;
  const parts = together(changes, (change) => change.part);
  parts.sort((a, b) => rank(PARTS, a[0].part) - rank(PARTS, b[0].part));
  return h("dl", null, parts.map((group) => {
    // What moves to the same place is said together: a wall of lines says nothing.
    const moves = together(group, (change) => change.after).sort((a, b) => rank(STATUS, a[0].after) - rank(STATUS, b[0].after));
    return [
      h("dt", null, m.whatIf.groups[group[0].part] ?? group[0].part),
      h("dd", null, moves.map((move) => h("p", null,
        h("b", null, move[0].after ? m.whatIf.status[move[0].after] ?? move[0].after : m.whatIf.gone), ": ",
        folded(move.map((change) => decided(change.entry, m)), app)))),
    ];
  }));
}

const rank = (order, one) => (order.indexOf(one) + 1 || order.length + 1);
const SHOWN = 6;

function folded(names, app) {
  if (names.length <= SHOWN) return names.join(", ");
  return [names.slice(0, SHOWN).join(", "), ", ", quiet(app.m.more(names.length - SHOWN))];
}

// Answers what the page asks of the engine: in a worker, or in the page itself where no worker can start.

/** Answers requests `(method, args)` with one book at a time. `guidemark` is the package's module. */
export function server(guidemark) {
  let book;
  const methods = {
    async open(rulebook) {
      book?.close();
      book = await guidemark.load(options(rulebook));
      const { ok, rulebook: name, diagnostics, errors } = book;
      return { ok, version: guidemark.version, rulebook: name, diagnostics, errors, vocabulary: ok ? book.vocabulary().vocabulary : undefined };
    },
    format: (text) => guidemark.format(text),
  };
  const answer = async (method, args) => {
    try {
      return await (methods[method] ?? book[method].bind(book))(...args);
    } catch (error) {
      return { ok: false, errors: [{ code: "engine", path: "", message: String(error?.message ?? error) }] };
    }
  };
  // One after the other: a rulebook that takes longer to come does not take the place of one that was asked for later.
  let last;
  return (method, args) => (last = Promise.resolve(last).then(() => answer(method, args)));
}

/** What the page names a rulebook by, in the words of `load`; an address has become absolute on its way. */
function options(rulebook) {
  if (!rulebook) return undefined;
  if (rulebook.url) return { compiled: new URL(rulebook.url) };
  return rulebook;
}

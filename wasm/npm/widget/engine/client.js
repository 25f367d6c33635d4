// The page's end of the engine: asks, and drops what comes too late.

import { server } from "./serve.js";

/** How long a worker may take to start before the page does its work itself. */
const START = 15_000;

export class Client {
  #line;
  #latest = new Map();
  #busy = new Map();
  #number = 0;

  #start;

  /** `start` makes the worker, where it is not the one beside this file. */
  constructor(start = () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" })) {
    this.#start = async () => (await inWorker(start)) ?? inPage();
  }

  /** Asks, whatever else is asked. */
  async ask(method, ...args) {
    this.#line ??= this.#start(); // at the first question
    try {
      return await (await this.#line).ask(method, args);
    } catch (error) {
      return { ok: false, errors: [{ code: "engine", path: "", message: String(error?.message ?? error) }] };
    }
  }

  /**
   * Asks on a channel: `undefined` where something was asked there since, so that a late answer is nobody's. One question
   * of a channel is on its way at a time; of those that wait for it only the last is asked.
   */
  async askLatest(channel, method, ...args) {
    const number = ++this.#number;
    const isLatest = () => this.#latest.get(channel) === number;
    this.#latest.set(channel, number);
    await this.#busy.get(channel);
    if (!isLatest()) return undefined;
    const asked = this.ask(method, ...args);
    this.#busy.set(channel, asked);
    const answer = await asked;
    return isLatest() ? answer : undefined;
  }

  /** Whatever is still on its way on the channel is nobody's. */
  forget(channel) {
    this.#latest.delete(channel);
  }

  async stop() {
    const line = this.#line;
    this.#line = undefined;
    (await line)?.stop();
  }
}

async function inPage() {
  const answer = server(await import("guidemark"));
  return { ask: answer, stop() {} };
}

/** A worker that is ready; nothing where none can be had. */
function inWorker(start) {
  let worker;
  try {
    worker = start();
  } catch {
    return undefined;
  }
  return new Promise((resolve) => {
    const waiting = new Map();
    let next = 0;
    const fail = () => {
      worker.terminate();
      const error = { code: "engine", path: "", message: "the worker stopped" };
      for (const done of waiting.values()) done({ ok: false, errors: [error] });
      waiting.clear();
      resolve(undefined);
    };
    const late = setTimeout(fail, START);
    worker.onerror = (event) => {
      event.preventDefault();
      fail();
    };
    worker.onmessage = ({ data }) => {
      if (data.ready) {
        clearTimeout(late);
        resolve({
          ask: (method, args) => new Promise((done) => {
            waiting.set(++next, done);
            worker.postMessage({ id: next, method, args });
          }),
          stop: () => worker.terminate(),
        });
        return;
      }
      waiting.get(data.id)?.(data.answer);
      waiting.delete(data.id);
    };
  });
}

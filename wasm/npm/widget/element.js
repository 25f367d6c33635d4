// The custom element: its attributes and properties, its events, and the life of the page in its shadow root.

import { App } from "./app.js";
import { render } from "./lib/dom.js";
import { sheets } from "./style/sheets.js";
import { page } from "./views/page.js";

export class GuidemarkWidget extends HTMLElement {
  static observedAttributes = ["profile", "region", "date", "rulebook", "lang"];

  #app;
  #root;
  #rulebook;
  #messages;
  #focus;
  #waiting = false;
  #started = false;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "open" });
    this.#root.adoptedStyleSheets = sheets();
    this.#app = new App(
      () => this.#show(),
      (type, detail) => this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true })),
    );
    this.#app.reflect = (name, value) => this.#reflect(name, value);
    this.#app.focus = (id) => {
      this.#focus = id;
      this.#show();
    };
  }

  connectedCallback() {
    // Properties that were set before the element was known would hide its own.
    for (const name of ["profile", "region", "date", "rulebook", "messages"]) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    if (this.#started) return;
    this.#started = true;
    this.#load();
  }

  disconnectedCallback() {
    // Moved within the page it stays as it is; taken out for good it gives back its worker.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#started = false;
      this.#app.engine.stop();
    });
  }

  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "profile") this.profile = after ?? {};
    else if (name === "rulebook") this.rulebook = after ?? undefined;
    else if (name === "lang") this.#show();
    else this.#app.settle(name, after);
  }

  #load() {
    const said = this.#rulebook;
    if (said instanceof URL || typeof said === "string") return this.#app.load({ url: new URL(said, document.baseURI).href });
    const isBytes = said instanceof ArrayBuffer || ArrayBuffer.isView(said);
    return this.#app.load(isBytes ? { compiled: said } : said);
  }

  /** The profile, as an object or as JSON; what somebody changed on the page comes back here. */
  get profile() {
    return this.#app.profile;
  }
  set profile(profile) {
    let read = profile ?? {};
    if (typeof read === "string") {
      try {
        read = read.trim() === "" ? {} : JSON.parse(read);
      } catch {
        // The engine says what is wrong with it, as with any other profile.
      }
    }
    // A host that gives back what it was told of takes nothing from whoever is typing.
    if (this.#started && JSON.stringify(read) === JSON.stringify(this.#app.profile)) return;
    this.#app.setProfile(read);
  }

  /** The region and the day, over the profile's. */
  get region() {
    return this.getAttribute("region");
  }
  set region(region) {
    this.#reflect("region", region);
  }
  get date() {
    return this.getAttribute("date");
  }
  set date(date) {
    this.#reflect("date", date);
  }

  /** The rulebook: the address of a compiled one or its bytes, `{source: {file: text}, name}`, or nothing for the built-in one. */
  get rulebook() {
    return this.#rulebook;
  }
  set rulebook(rulebook) {
    this.#rulebook = rulebook ?? undefined;
    if (this.#started) this.#load();
  }

  /** Texts to use in place of the English ones. */
  get messages() {
    return this.#messages;
  }
  set messages(messages) {
    this.#messages = messages;
    this.#app.setMessages(messages);
  }

  /** The report of the profile as it stands; nothing where there is none. */
  get report() {
    return this.#app.report;
  }

  #reflect(name, value) {
    if (value === null || value === undefined || value === "") this.removeAttribute(name);
    else this.setAttribute(name, value);
  }

  /** Shows the page anew, once for all that changed meanwhile. */
  #show() {
    if (this.#waiting) return;
    this.#waiting = true;
    queueMicrotask(() => {
      this.#waiting = false;
      render(this.#root, page(this.#app));
      const wanted = this.#focus && this.#root.getElementById(this.#focus);
      this.#focus = undefined;
      wanted?.focus();
    });
  }
}

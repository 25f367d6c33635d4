// The style sheets of the shadow root, made once for all widgets of a page.

import advice from "./advice.css";
import controls from "./controls.css";
import page from "./page.css";
import print from "./print.css";
import tokens from "./tokens.css";

let made;

export function sheets() {
  made ??= [tokens, page, controls, advice, print].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return made;
}

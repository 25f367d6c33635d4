// `import "guidemark/widget"`: makes <guidemark-widget> known to the page.

import { GuidemarkWidget } from "./element.js";

if (!customElements.get("guidemark-widget")) customElements.define("guidemark-widget", GuidemarkWidget);

export { GuidemarkWidget };

// The engine in a worker of its own: the page stays quick while it thinks.

import * as guidemark from "guidemark";
import { server } from "./serve.js";

const answer = server(guidemark);

self.onmessage = async ({ data: { id, method, args } }) => self.postMessage({ id, answer: await answer(method, args) });
self.postMessage({ ready: true });

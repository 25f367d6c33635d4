// A small keyed renderer: a description of the page is compared with the one before, and only what differs is touched.
// So focus, the caret, the scroll position and what somebody has opened survive when an answer arrives.

/** Describes an element. `key` keeps its identity among its siblings; `on…` are handlers; `made` is called once with it. */
export function h(tag, props, ...children) {
  return { tag, key: props?.key, props: props ?? {}, children: flat(children, []) };
}

function flat(children, into) {
  for (const child of children) {
    if (Array.isArray(child)) flat(child, into);
    else if (child !== null && child !== undefined && child !== false && child !== "") {
      into.push(typeof child === "object" ? child : { text: String(child) });
    }
  }
  return into;
}

/** Makes `root` show `children`; call it again with new ones. */
export function render(root, ...children) {
  const next = flat(children, []);
  const focused = root.activeElement;
  const around = focused ? ancestors(focused) : [];
  reconcile(root, root.$shown ?? [], next);
  root.$shown = next;
  if (!focused || root.activeElement === focused) return;
  // What had the focus was moved, or is gone: then the nearest place that remains takes it.
  const heir = focused.isConnected ? focused : around.find((one) => one.isConnected && one.hasAttribute("tabindex"));
  heir?.focus({ preventScroll: true });
}

function ancestors(element) {
  const list = [];
  for (let one = element.parentElement; one; one = one.parentElement) list.push(one);
  return list;
}

/** Every child by its key, or by its tag and its number among the children of that tag that have none. */
function keyed(children) {
  const counts = {};
  return children.map((child) => {
    if (child.key !== undefined) return `=${child.key}`;
    const kind = child.tag ?? "#";
    counts[kind] = (counts[kind] ?? 0) + 1;
    return `${kind}:${counts[kind]}`;
  });
}

function reconcile(parent, before, after) {
  const old = new Map();
  keyed(before).forEach((key, index) => old.set(key, before[index]));
  const matched = keyed(after).map((key, index) => {
    const known = old.get(key);
    if (!known || known.tag !== after[index].tag) return undefined;
    old.delete(key);
    return known;
  });
  for (const gone of old.values()) gone.node.remove();
  let at = parent.firstChild;
  after.forEach((child, index) => {
    const node = matched[index] ? patch(matched[index], child) : create(child);
    if (node === at) {
      at = at.nextSibling;
    } else if (node.isConnected && parent.moveBefore) {
      parent.moveBefore(node, at);
    } else {
      parent.insertBefore(node, at);
    }
  });
}

function create(child) {
  if (child.tag === undefined) return (child.node = document.createTextNode(child.text));
  const node = (child.node = document.createElement(child.tag));
  reconcile(node, [], child.children);
  for (const [name, value] of Object.entries(child.props)) assign(node, name, value, undefined);
  child.props.made?.(node);
  return node;
}

function patch(before, after) {
  const node = (after.node = before.node);
  if (after.tag === undefined) {
    if (before.text !== after.text) node.data = after.text;
    return node;
  }
  reconcile(node, before.children, after.children);
  for (const name of Object.keys(before.props)) {
    if (!(name in after.props)) assign(node, name, undefined, before.props[name]);
  }
  for (const [name, value] of Object.entries(after.props)) assign(node, name, value, before.props[name]);
  return node;
}

function assign(node, name, value, before) {
  if (name === "key" || name === "made" || value === before) return;
  if (name.startsWith("on")) {
    const type = name.slice(2);
    node.$on ??= {};
    if (!(type in node.$on)) node.addEventListener(type, (event) => node.$on[type]?.(event));
    node.$on[type] = value;
  } else if (name === "value" || name === "checked") {
    // What is being typed stays: only a new value from outside replaces it.
    node[name] = value ?? "";
  } else if (name === "open" && node.localName === "details") {
    if (before === undefined) node.open = Boolean(value);
  } else if (value === undefined || value === null || value === false) {
    node.removeAttribute(name);
  } else {
    node.setAttribute(name, value === true ? "" : value);
  }
}

// @ts-check
/* Finding things in a page. */

/** @template {Element} T @param {ParentNode} root @param {string} selector @param {new () => T} type */
export const all = (root, selector, type) => [...root.querySelectorAll(selector)].flatMap(each => (each instanceof type ? [each] : []));

/** @template {Element} T @param {ParentNode} root @param {string} selector @param {new () => T} type */
export function one(root, selector, type) {
  const [found] = all(root, selector, type);
  if (!found) throw new Error(`the markup has no ${selector}`);
  return found;
}

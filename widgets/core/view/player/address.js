// @ts-check
/* Links and addresses that set a card. */

/** @import { On, Setting, Spec } from "../spec.d.ts" */

import { parseLink, settings } from "./links.js";

/** The setting that a link names, if it is one of this simulation's. @param {Spec} spec @param {string} hash */
export function settingOf(spec, hash) {
  const { name, values } = parseLink(hash);
  return name === spec.name && Object.keys(values).length ? settings(spec.inputs, values) : null;
}

/** @param {HTMLElement} section @param {MediaQueryList} still */
export function bringIntoView(section, still) {
  const { top, bottom } = section.getBoundingClientRect();
  if (top < 0 || (top > 0 && bottom > innerHeight)) section.scrollIntoView({ behavior: still.matches ? "auto" : "smooth" });
}

/** Follow links in the page, and its address, to settings of a card.
 * @param {{ section: HTMLElement, spec: Spec, on: On, still: MediaQueryList }} card @param {(whole: Setting, hash: string) => void} jump */
export function followLinks({ section, spec, on, still }, jump) {
  /** Follow a link, and say whether it is for this card. @param {string} hash */
  function follow(hash) {
    const whole = settingOf(spec, hash);
    if (whole) { jump(whole, hash); bringIntoView(section, still); }
    return whole !== null;
  }
  on(window, "hashchange", () => follow(location.hash));
  on(document, "click", event => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isPlain = event instanceof MouseEvent && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented);
    if (link && isPlain && link.pathname === location.pathname && follow(link.hash)) event.preventDefault();
  });
}

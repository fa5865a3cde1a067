// @ts-check
/* The view in a page of the book. Its build joins this module and all that it imports into one classic script, which
 * starts itself: from file:// no module can be loaded. */

import { mount } from "./card.js";
import { all, one } from "./elements.js";
import { addressHere, parseLink } from "./links.js";
import { loadPlotly } from "./plotly.js";

const QUIET = 4000;                // milliseconds

/** In a page: bring each card to life when it comes near the window, or when a link asks for it. */
export function start() {
  const script = document.currentScript, source = script instanceof HTMLScriptElement ? script.src : "";
  const plotly = () => loadPlotly(async () => new URL("plotly.min.js", source).href);
  const frameOf = (/** @type {string} */ name) =>                  // a page that holds its scripts is a frame's
    source ? new URL(`../embed/${name}.html`, source).href : addressHere();
  const waiting = new Set(all(document, ".sim", HTMLElement).filter(section => section.querySelector(".sim-spec")));
  const wake = (/** @type {Element} */ section) => {
    if (!(section instanceof HTMLElement) || !waiting.delete(section)) return;
    const spec = JSON.parse(one(section, ".sim-spec", HTMLScriptElement).text);
    mount(section, spec, { plotly, frame: frameOf(spec.name) });
  };
  const nearby = new IntersectionObserver(entries => { for (const { isIntersecting, target } of entries) if (isIntersecting) wake(target); }, { rootMargin: "800px" });
  const wakeLinked = () => { for (const section of waiting) if (section.dataset["sim"] === parseLink(location.hash).name) wake(section); };
  for (const section of waiting) {
    section.setAttribute("data-pending", "");
    nearby.observe(section);
  }
  addEventListener("hashchange", wakeLinked);
  addEventListener("load", () => setTimeout(() => waiting.forEach(wake), QUIET));                 // paper shows those too that were never near
  wakeLinked();
}

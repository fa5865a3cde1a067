// @ts-check
/* Says in the page's root element whether a simulation, or a table of one, is in sight, so that what stands beside it can give way. */

/** Watch every simulation of the page, and the tables. */
export function start() {
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target) : seen.delete(target);
    document.documentElement.toggleAttribute("data-sim-in-sight", seen.size > 0);
  });
  for (const card of document.querySelectorAll(".sim, .sim-table")) watch.observe(card);
}

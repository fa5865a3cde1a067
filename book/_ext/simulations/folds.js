// @ts-check
/* Opens what is folded for who does not come by its summary: by a link, from the search, or to print the page. */

/** @param {Iterable<Element>} folds */
const open = (folds) => {
  for (const fold of folds) if (fold instanceof HTMLDetailsElement) fold.open = true;
};

/** All folds that an element lies in. @param {Element} element */
function* around(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) yield fold;
}

/** The element that the end of an address names; it may say more, after a question mark. @param {string} hash */
export const named = (hash) => {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1).split("?")[0] ?? ""));
  } catch {
    return null; // no address of ours
  }
};

/** Open what an address names, and show it. @param {string} hash */
function reveal(hash) {
  const target = named(hash);
  if (!target) return;
  const closed = [...around(target)].filter((fold) => !fold.open);
  open(closed);
  open(target.querySelectorAll(":scope > details.fold"));
  if (closed.length) target.scrollIntoView();
}

/** Where the search has marked its words out of sight only, open the first fold with one. */
function revealMarked() {
  const marked = [...document.querySelectorAll(".highlighted")];
  const folded = marked.find((each) => each.closest("details:not([open])"));
  if (folded && !marked.some((each) => each.checkVisibility())) open(around(folded));
}

/** Answer to addresses, the search and the printer. */
export function start() {
  reveal(location.hash);
  addEventListener("hashchange", () => reveal(location.hash));
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("a") : null; // to where the page is already: no hash changes
    if (link?.hash && link.href === location.href) reveal(link.hash);
  });
  setTimeout(revealMarked, 50); // the theme marks words after 10
  /** @type {Element[]} */
  let closed = [];
  addEventListener("beforeprint", () => open((closed = [...document.querySelectorAll(":is(.fold, .sim-code):not([open])")])));
  addEventListener("afterprint", () => closed.splice(0).forEach((fold) => fold.removeAttribute("open")));
}

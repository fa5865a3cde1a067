// @ts-check
/**
 * Show the definition of a term beside its link: on hover, on keyboard focus, at the first tap. Escape closes it, the
 * pointer may move onto it, a second tap or Enter follows the link. The build turns the module into a classic script.
 */

/** @typedef {{left: number, top: number, width: number, height: number}} Box in pixels, seen from the window */

const GAP = 6; // px between the link and its definition
const EDGE = 8; // px that stay free at the edges of the window
const OPEN_AFTER = 150; // ms: a pointer that only passes opens nothing
const CLOSE_AFTER = 250; // ms to reach the definition with the pointer

/**
 * Place a definition below its link, or above where there is no room below.
 * @param {Box} link
 * @param {{width: number, height: number}} size
 * @param {{width: number, height: number}} view
 * @returns {{left: number, top: number}}
 */
export const place = (link, size, view) => {
  const left = Math.max(EDGE, Math.min(link.left, view.width - size.width - EDGE));
  const below = link.top + link.height + GAP;
  const above = link.top - size.height - GAP;
  return { left, top: below + size.height > view.height && above >= 0 ? above : below };
};

/** @type {HTMLElement | null} */
let shown = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

const close = () => {
  clearTimeout(waiting);
  shown?.hidePopover();
  shown = null;
};

/**
 * @param {HTMLElement} link
 * @param {HTMLElement} definition
 */
const open = (link, definition) => {
  clearTimeout(waiting);
  if (shown === definition) return;
  close();
  definition.showPopover();
  shown = definition;
  const root = document.documentElement;
  // of a link broken over two lines, the first line
  const box = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { left, top } = place(box, definition.getBoundingClientRect(), { width: root.clientWidth, height: root.clientHeight });
  definition.style.left = `${left + scrollX}px`;
  definition.style.top = `${top + scrollY}px`;
};

/**
 * @param {HTMLElement} link
 * @param {HTMLElement} definition
 */
function connect(link, definition) {
  let tapped = false;
  let wasOpen = false;
  link.setAttribute("aria-describedby", definition.id);
  for (const element of [link, definition]) {
    element.addEventListener("pointerenter", (event) => {
      clearTimeout(waiting);
      if (event.pointerType === "mouse") waiting = setTimeout(() => open(link, definition), element === link ? OPEN_AFTER : 0);
    });
    element.addEventListener("pointerleave", (event) => {
      clearTimeout(waiting);
      if (event.pointerType === "mouse" && document.activeElement !== link) waiting = setTimeout(close, CLOSE_AFTER);
    });
  }
  link.addEventListener("focus", () => {
    if (link.matches(":focus-visible")) open(link, definition);
  });
  link.addEventListener("blur", close);
  // a tap also focuses the link, so what was open must be noted before
  link.addEventListener("pointerdown", (event) => {
    tapped = event.pointerType !== "mouse";
    wasOpen = shown === definition;
  });
  link.addEventListener("click", (event) => {
    if (tapped && !wasOpen) {
      event.preventDefault();
      open(link, definition);
    }
    tapped = false;
  });
}

/** Connect every term of the page with its definition. */
export function start() {
  if (!("showPopover" in HTMLElement.prototype)) return; // an old browser: the links lead to the glossary
  for (const link of document.querySelectorAll("a:has(> .std-term)")) {
    if (!(link instanceof HTMLAnchorElement)) continue;
    const definition = document.getElementById(`definition-${link.hash.slice(1)}`);
    if (!definition) continue;
    definition.hidden = false; // from here on the popover hides it
    connect(link, definition);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    const inside = target instanceof Element && target.closest("a:has(> .std-term), .definition");
    if (!inside) close();
  });
}

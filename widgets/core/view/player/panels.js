// @ts-check
/* Panels below a card: the numbers, the model, the link, the frame. */

/** @import { On } from "../spec.d.ts" */

import { all, one } from "./elements.js";

/** A text to copy, with "{address}" in it, and its button; returns how to fill it in. Without an address it stays away.
 * @param {HTMLElement} row @param {On} on */
function connectCopy(row, on) {
  const button = one(row, "button", HTMLButtonElement), invitation = button.textContent;
  const field = all(row, "input", HTMLInputElement)[0] ?? one(row, "textarea", HTMLTextAreaElement);
  on(button, "click", async () => {
    field.select();
    const isCopied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
    button.textContent = isCopied ? "Copied" : "Selected";
  });
  return (/** @type {string} */ address) => {
    const text = field.defaultValue.replace("{address}", () => address);
    row.hidden = !address;
    if (field.value === text) return;
    button.textContent = invitation;
    field.value = text;
  };
}

/** Panels below the card, one open at a time; returns how to show the setting as a link, and as HTML for another page.
 * @param {HTMLElement} section @param {On} on */
export function connectPanels(section, on) {
  const links = all(section, ".sim-links [aria-controls]", HTMLButtonElement);
  const open = (/** @type {HTMLButtonElement | null} */ chosen) => links.forEach(link => {
    link.setAttribute("aria-expanded", String(link === chosen));
    one(section, `#${CSS.escape(link.getAttribute("aria-controls") ?? "")}`, HTMLElement).hidden = link !== chosen;
  });
  for (const link of links) on(link, "click", () => open(link.getAttribute("aria-expanded") === "true" ? null : link));
  const showLink = connectCopy(one(section, ".sim-link-to", HTMLElement), on);
  const showFrame = connectCopy(one(section, ".sim-frame-of", HTMLElement), on);
  open(null);
  return (/** @type {string} */ page, /** @type {string} */ frame, /** @type {string} */ hash) => {
    showLink(page + hash);
    showFrame(frame && (frame + hash).replaceAll("&", "&amp;"));
  };
}

// @ts-check
/* The figures of a card: which is in sight, how large it is, and how far it is on its way from one run to the next. */

/** @import { Context, Plain, Values } from "../spec.d.ts" */

import { all, one } from "./elements.js";
import { connectFilm, connectTabs } from "./films.js";
import { inFrame } from "./frames.js";
import { createPicture } from "./picture.js";

const GLIDE = 320;                                                 // milliseconds
const WIDE = 560;                                                  // pixels: a wide card
const PAPER = { width: 600, height: 260, isWide: true };           // a figure on any usual sheet, whatever the window

/** @param {Context} context @param {any} Plotly @param {{ now: Values, before: Values | null }} runs what is to be seen
 * @param {{ isPending: (output: string) => boolean, onFrame: () => void, onArrive: () => void, onDrawn: (begin: number, isNew: boolean) => void, seen: (values: Values) => Values }} told */
export function createStage({ section, spec, on, safely, fail, signal, still }, Plotly, runs, { isPending, onFrame, onArrive, onDrawn, seen }) {
  const views = all(section, ".sim-picture", HTMLElement);
  let shown = 0, size = { width: 0, height: 0, isWide: true };
  let way = /** @type {{ from: Plain[], begin: number } | null} */ (null);
  const pictures = spec.views.map((view, i) => {
    const element = views[i] ?? section, figure = one(element, ".sim-figure", HTMLElement), picture = createPicture(Plotly, figure, view, spec.template);
    return { ...picture, figure, size, film: view.frames && connectFilm(element, view.frames, still, on, safely(onFrame)) };
  });

  /** Draw the runs as they are now; on a way, as far as it has come, which is what is returned.
   * @param {number} [begin] of the work @param {number} [index] */
  function draw(begin = performance.now(), index = shown) {
    const picture = pictures[index], share = way ? Math.min(1, (performance.now() - way.begin) / GLIDE) : 1;
    if (!picture || !size.width) return 1;
    if (picture.size !== size) picture.paint(picture.size = size);
    picture.figure.setAttribute("aria-busy", String(picture.shows(isPending)));
    const { now: values, before } = runs, frame = frameOf(index), isThere = share === 1;
    picture.draw({ values: seen(values), before: before && seen(before), frame, from: isThere ? null : way?.from ?? null, share: 1 - (1 - share) ** 3 })
      .then(isNew => { if (isThere) onDrawn(begin, isNew); }, fail);
    return share;
  }

  /** Let the lines glide from where they are. Whatever is drawn meanwhile is drawn on the way. */
  function glide() {
    const mine = way = { from: pictures[shown]?.lines() ?? [], begin: performance.now() };
    const step = safely(() => {
      if (way !== mine) return;
      if (draw() < 1) inFrame(step); else arrive();
    });
    step();
  }
  function arrive() { way = null; onArrive(); }

  /** What moves by itself stops: films, and lines on their way. */
  function stop() {
    for (const { film } of pictures) film?.stop();
    arrive();
  }
  const frameOf = (index = shown) => pictures[index]?.film?.at() ?? 0;

  /** Take the size of the figure that is shown; returns whether it is another one. */
  function measure() {
    if (section.hasAttribute("data-paper")) return false;
    const { clientWidth: width = 0, clientHeight: height = 0 } = pictures[shown]?.figure ?? {};
    if (width === size.width && height === size.height) return false;
    size = { width, height, isWide: section.clientWidth >= WIDE };
    return true;
  }

  /** On paper all views are drawn, in the colours of paper. @param {boolean} isPaper */
  function setPaper(isPaper) {
    stop();
    section.toggleAttribute("data-paper", isPaper);
    size = { ...PAPER, width: isPaper ? PAPER.width : 0 };
    if (isPaper) pictures.forEach((_, i) => draw(performance.now(), i)); else if (measure()) draw();
  }

  connectTabs(section, on, index => { stop(); shown = index; measure(); onFrame(); });
  on(window, "beforeprint", () => setPaper(true));
  on(window, "afterprint", () => setPaper(false));
  const themes = new MutationObserver(safely(() => { size = { ...size }; draw(); }));          // another size, to be painted anew
  const widths = new ResizeObserver(safely(() => { if (measure()) draw(); }));
  themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  themes.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  widths.observe(one(section, ".sim-pictures", HTMLElement));
  signal.addEventListener("abort", () => { themes.disconnect(); widths.disconnect(); });

  return { draw, glide, measure, stop, frameOf,
    shows: (/** @type {(name: string) => boolean} */ test) => pictures[shown]?.shows(test) ?? false,
    showFilms() { for (const { film } of pictures) film?.show(runs.now); } };
}

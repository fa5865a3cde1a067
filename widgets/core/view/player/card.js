// @ts-check
/* The one view of a simulation, in the book and in Jupyter: controls -> input record -> kernel -> output record ->
 * figure and words. It hydrates the markup of card.html and builds no control of its own. What it shows, a kernel
 * computed (WebAssembly); arithmetic here is layout: formats, places of labels, gliding.
 *
 * After each finished redraw "sim:drawn" bubbles from the card: detail.milliseconds is the work of this thread for it,
 * detail.isNew whether the figure has changed, detail.pending the number of kernels whose answer is still to come and
 * detail.skipped how many of these wait for the hand to let go, detail.values every input and output by name. It also
 * comes when a slow kernel has answered and the figure in sight shows nothing of it. */

/** @import { Card, Fail, Host, KernelSpec, On, Plain, Setting, Spec, Values } from "../spec.d.ts" */

import { connectControls } from "./controls.js";
import { all, one } from "./elements.js";
import { createEngine, inFrame } from "./engine.js";
import { connectFilm, connectTabs } from "./films.js";
import { addressHere, parseLink, settings, writeLink } from "./links.js";
import { connectPanels } from "./panels.js";
import { createPicture } from "./picture.js";
import { decodeRecord, makeEncoder, readField } from "./records.js";
import { createChallenges, createWords } from "./sentences.js";

const GLIDE = 320, REST = 1200, ALOUD = 600, PAUSE = 120;          // milliseconds
const WIDE = 560;                                                  // pixels: a wide card
const PAPER = { width: 600, height: 260, isWide: true };           // a figure on any usual sheet, whatever the window

/** Bring a card to life: hydrate `section`. What goes wrong is said in the card, and the rest of the page goes on.
 * @param {HTMLElement} section @param {Spec} spec @param {Host} host @returns {Promise<Card>} */
export async function mount(section, spec, host) {
  const ending = new AbortController(), parts = (/** @type {string} */ selector) => all(section, selector, HTMLElement);
  const fail = (/** @type {unknown} */ error) => {
    if (ending.signal.aborted) return;
    ending.abort();
    console.error(error);
    const reason = error instanceof Error ? error.message : error;
    for (const part of parts(".sim-live")) part.hidden = true;
    for (const panel of parts(".sim-panel:not(.sim-live)")) panel.hidden = false;
    one(section, ".sim-message", HTMLElement).textContent = `This simulation stopped: ${reason}. What is left here is its last result.`;
    for (const state of ["data-pending", "data-ready"]) section.removeAttribute(state);
    section.setAttribute("data-failed", "");
  };
  section.removeAttribute("data-failed");
  section.setAttribute("data-pending", "");
  const card = { set: (/** @type {Setting} */ _) => {}, stop: () => ending.abort() };
  try { card.set = await live(section, spec, host, ending.signal, fail); } catch (error) { fail(error); }
  return card;
}

/** Connect everything; returns how to set inputs from outside.
 * @param {HTMLElement} section @param {Spec} spec @param {Host} host @param {AbortSignal} signal @param {Fail} fail */
async function live(section, spec, host, signal, fail) {
  if (typeof WebAssembly !== "object") throw new Error("this browser has WebAssembly switched off");
  /** @template {unknown[]} A @param {(...values: A) => unknown} action @returns {(...values: A) => void} */
  const safely = action => (...values) => { try { if (!signal.aborted) action(...values); } catch (error) { fail(error); } };
  const on = /** @type {On} */ ((target, type, listener) => target.addEventListener(type, safely(listener), { signal }));
  const encode = makeEncoder(spec.inputs, spec.kernels[0]?.inputSize ?? 0), still = matchMedia("(prefers-reduced-motion: reduce)");
  const [Plotly, engine] = await Promise.all([host.plotly(), createEngine(spec.kernels, safely(takeLate), fail, signal)]);
  signal.throwIfAborted();

  const linked = settingOf(location.hash), defaults = settings(spec.inputs, {}), state = linked ?? settings(spec.inputs, host.state ?? {});
  let values = decodeRecord(encode({}).buffer, spec.inputs);
  let settled = /** @type {Values | null} */ (null), before = settled;     // runs: the last at rest, the one before this move
  let shown = 0, size = { width: 0, height: 0, isWide: true };
  let isMoving = false, isHeld = false, isPausing = false, isDraft = false, isGlide = false, isStale = false, isWaiting = false, run = 0, resting = 0, pausing = 0, speaking = 0;

  const showState = connectControls(section, spec.inputs, state, on, (changes, isDrag) => take(changes, { isDrag }), rest);
  const showWords = createWords(section, spec), showShare = connectPanels(section, on), tick = createChallenges(section, spec);
  const aloud = one(section, ".sim-aloud", HTMLElement), views = all(section, ".sim-picture", HTMLElement);
  const pictures = spec.views.map((view, i) => {
    const element = views[i] ?? section, figure = one(element, ".sim-figure", HTMLElement), picture = createPicture(Plotly, figure, view, spec.template);
    return { ...picture, figure, size, film: view.frames && connectFilm(element, view.frames, still, on, safely(refresh)) };
  });
  connectTabs(section, on, index => { stopFilms(); shown = index; measure(); refresh(); });

  // A preset is a whole setting: what it names, the rest as declared; chance stays as it is.
  const presets = spec.presets.map(([, named]) => Object.entries(settings(spec.inputs, named))
    .filter(([name]) => name in named || spec.inputs[name]?.kind !== "seed"));
  const pills = all(section, ".sim-presets button", HTMLButtonElement);
  pills.forEach((pill, i) => on(pill, "click", () => jump(Object.fromEntries(presets[i] ?? []))));

  /** Take inputs. A jump is a move of its own, and may glide.
   * @param {Setting} changes @param {{ isDrag?: boolean, isJump?: boolean, isOwn?: boolean }} how */
  function take(changes, { isDrag = false, isJump = false, isOwn = true }) {
    clearTimeout(resting);
    stopFilms();
    if (!isMoving) before = settled;                               // a dotted line keeps the run from before this move
    isMoving = !isJump;
    isHeld = isDrag;
    isPausing = false;
    clearTimeout(pausing);
    if (isHeld) pausing = setTimeout(() => { if (isHeld && engine.skipped.size) { isPausing = true; soon(); } }, PAUSE);
    isDraft = isDrag && Object.keys(spec.draft).length > 0;
    isGlide = isJump && !still.matches;
    Object.assign(state, changes);
    if (isOwn) host.onInput?.(changes);
    soon();
  }
  const jump = (/** @type {Setting} */ whole) => take(whole, { isJump: true });

  /** The hand has let go. Arrow keys do so at every step: a move ends with a pause. */
  function rest() {
    const isUnfinished = isDraft || engine.skipped.size > 0;
    isHeld = isDraft = false;
    if (isUnfinished) soon();
    clearTimeout(resting);
    resting = setTimeout(() => { isMoving = false; settled = values; }, REST);
  }

  /** While a hand drags, slow kernels run only for what is in sight, and those that take long when the hand pauses: they
   * take the processor from each other and from the figure. */
  const spoken = new Set([...spec.summary, ...spec.readouts].flatMap(([flag, text]) => [flag, ...Array.from(text.matchAll(/\{(\w+)/g), found => found[1])]));
  const isSeen = (/** @type {string} */ output) => spoken.has(output) || pictures[shown]?.shows(name => name === output);
  const isWanted = (/** @type {KernelSpec} */ kernel) =>
    !isHeld || ((isPausing || engine.isBrief(kernel)) && Object.keys(kernel.outputs).some(isSeen));

  /** Compute at once, but not twice in a frame: what comes meanwhile waits for the next one. */
  function soon() { isStale = true; if (!isWaiting) nextFrame(); }
  const nextFrame = safely(() => {
    isWaiting = isStale;
    if (!isStale) return;
    inFrame(nextFrame);
    compute();
  });

  function compute() {
    const begin = performance.now(), from = isGlide ? pictures[shown]?.lines() ?? null : null, mine = ++run;
    const inputs = { ...state, ...(isDraft ? spec.draft : {}) };
    isStale = false;
    learn({ ...inputs, ...engine.run(encode(inputs), isWanted) });
    const glide = safely(() => {
      const share = Math.min(1, (performance.now() - begin) / GLIDE);
      if (mine !== run) return;
      draw(performance.now(), share < 1 ? from : null, 1 - (1 - share) ** 3);
      if (share < 1) inFrame(glide);
    });
    if (from) glide(); else draw(begin);
    say();                                                         // after the figure, whose layout would wait for the words
  }

  /** A slow kernel has answered. @param {Values} outputs */
  function takeLate(outputs) {
    const begin = performance.now(), isSeen = pictures[shown]?.shows(name => name in outputs);
    learn(outputs);
    if (isSeen) draw(begin);
    say();
    if (!isSeen) tellDrawn(begin, false);
  }

  const frameOf = (index = shown) => pictures[index]?.film?.at() ?? 0;
  function stopFilms() { for (const { film } of pictures) film?.stop(); }
  function refresh() { draw(); say(); }

  /** Take in what was computed. @param {Values} news */
  function learn(news) {
    values = { ...values, ...news };
    if (!isMoving) settled = values;
  }

  /** Say in words how things stand. */
  function say() {
    showState();
    const read = (/** @type {string} */ reference) => readField(reference, values, frameOf()), sentence = showWords(read);
    for (const { film } of pictures) film?.show(values);
    pills.forEach((pill, i) => pill.setAttribute("aria-pressed", String(presets[i]?.every(([name, value]) => state[name] === value))));
    showShare(host.address ?? addressHere(), host.frame ?? "", writeLink(spec.name, state));
    const found = tick(flag => read(flag) === 1 && !isDraft && !engine.isPending(flag));
    clearTimeout(speaking);                                        // a screen reader hears one sentence a move
    if (run > 1) speaking = setTimeout(() => { aloud.textContent = sentence + found; }, ALOUD);
  }

  /** @param {number} [begin] of the work @param {Plain[] | null} [from] lines to come from, `share` of the way
   * @param {number} [share] @param {number} [index] */
  function draw(begin = performance.now(), from = null, share = 1, index = shown) {
    const picture = pictures[index];
    if (!picture || !size.width) return;
    if (picture.size !== size) picture.paint(picture.size = size);
    picture.figure.setAttribute("aria-busy", String(picture.shows(engine.isPending)));
    picture.draw({ values, before, frame: frameOf(index), from, share }).then(isNew => { if (!from) tellDrawn(begin, isNew); }, fail);
  }

  /** @param {number} begin @param {boolean} isNew */
  function tellDrawn(begin, isNew) {
    const { pending, skipped } = engine, detail = { milliseconds: performance.now() - begin, isNew, pending: pending.size, skipped: skipped.size, values };
    section.dispatchEvent(new CustomEvent("sim:drawn", { bubbles: true, detail }));
  }

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
    stopFilms();
    section.toggleAttribute("data-paper", isPaper);
    size = { ...PAPER, width: isPaper ? PAPER.width : 0 };
    if (isPaper) pictures.forEach((_, i) => draw(performance.now(), null, 1, i)); else if (measure()) draw();
  }

  function bringIntoView() {
    const { top, bottom } = section.getBoundingClientRect();
    if (top < 0 || (top > 0 && bottom > innerHeight)) section.scrollIntoView({ behavior: still.matches ? "auto" : "smooth" });
  }

  /** The setting that a link names, if it is one of this simulation's. @param {string} hash */
  function settingOf(hash) {
    const { name, values: named } = parseLink(hash);
    return name === spec.name && Object.keys(named).length ? settings(spec.inputs, named) : null;
  }

  /** Follow a link, and say whether it is for this card. @param {string} hash */
  function follow(hash) {
    const whole = settingOf(hash);
    if (whole) { jump(whole); bringIntoView(); }
    return whole !== null;
  }

  on(one(section, ".sim-reset", HTMLButtonElement), "click", () => { isMoving = false; settled = null; jump(defaults); });
  on(window, "hashchange", () => follow(location.hash));
  on(document, "click", event => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isPlain = event instanceof MouseEvent && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented);
    if (link && isPlain && link.pathname === location.pathname && follow(link.hash)) event.preventDefault();
  });
  on(window, "beforeprint", () => setPaper(true));
  on(window, "afterprint", () => setPaper(false));
  const themes = new MutationObserver(safely(() => { size = { ...size }; draw(); }));          // another size, to be painted anew
  const widths = new ResizeObserver(safely(() => { if (measure()) draw(); }));
  themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  themes.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  widths.observe(one(section, ".sim-pictures", HTMLElement));
  signal.addEventListener("abort", () => { themes.disconnect(); widths.disconnect(); [resting, pausing, speaking].forEach(clearTimeout); });

  for (const part of all(section, ".sim-live:not(.sim-panel)", HTMLElement)) part.hidden = false;
  measure();
  soon();
  section.removeAttribute("data-pending");
  section.setAttribute("data-ready", "");
  if (linked) bringIntoView();
  return (/** @type {Setting} */ changes) => {
    const whole = settings(spec.inputs, { ...state, ...changes });
    if (Object.entries(whole).some(([name, value]) => state[name] !== value)) { take(whole, { isOwn: false }); rest(); }
  };
}

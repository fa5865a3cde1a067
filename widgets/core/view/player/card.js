// @ts-check
/* The one view of a simulation, in the book and in Jupyter: controls -> input record -> kernel -> output record ->
 * figure and words. It hydrates the markup of card.html and builds no control of its own. What it shows, a kernel
 * computed (WebAssembly); arithmetic here is layout: formats, places of labels, gliding.
 *
 * After each finished redraw "sim:drawn" bubbles from the card: detail.milliseconds is the work of this thread for it,
 * detail.isNew whether the figure has changed, detail.pending the number of kernels whose answer is still to come and
 * detail.skipped how many of these wait for the hand to let go, detail.values every input and output by name. It also
 * comes when a slow kernel has answered and the figure in sight shows nothing of it. */

/** @import { Card, Context, Host, KernelSpec, MoveEvent, On, Run, Setting, Spec, Values } from "../spec.d.ts" */

import { bringIntoView, followLinks, settingOf } from "./address.js";
import { connectControls, connectPresets } from "./controls.js";
import { all, one } from "./elements.js";
import { createEngine } from "./engine.js";
import { oncePerFrame } from "./frames.js";
import { connectGuess } from "./guess.js";
import { addressHere, settings, writeLink } from "./links.js";
import { createMove } from "./moves.js";
import { connectPanels } from "./panels.js";
import { decodeRecord, makeEncoder } from "./records.js";
import { createRuns } from "./runs.js";
import { createSpeech, spokenNames } from "./sentences.js";
import { createStage } from "./stage.js";

/** Bring a card to life: hydrate `section`. What goes wrong is said in the card, and the rest of the page goes on.
 * @param {HTMLElement} section @param {Spec} spec @param {Host} host @returns {Card} */
export function mount(section, spec, host) {
  const ending = new AbortController(), { signal } = ending, parts = (/** @type {string} */ selector) => all(section, selector, HTMLElement);
  const fail = (/** @type {unknown} */ error) => {
    if (signal.aborted) return;
    ending.abort();
    console.error(error);
    const reason = error instanceof Error ? error.message : error;
    for (const part of parts(".sim-live")) part.hidden = true;
    for (const panel of parts(".sim-panel:not(.sim-live)")) panel.hidden = false;
    one(section, ".sim-message", HTMLElement).textContent = `This simulation stopped: ${reason}. What is left here is its last result.`;
    for (const state of ["data-pending", "data-ready"]) section.removeAttribute(state);
    section.setAttribute("data-failed", "");
  };
  /** @template {unknown[]} A @param {(...values: A) => unknown} action @returns {(...values: A) => void} */
  const safely = action => (...values) => { try { if (!signal.aborted) action(...values); } catch (error) { fail(error); } };
  const on = /** @type {On} */ ((target, type, listener) => target.addEventListener(type, safely(listener), { signal }));
  const card = { set: (/** @type {Setting} */ _) => {}, setGuess: (/** @type {unknown} */ _) => {}, stop: () => ending.abort() };
  section.removeAttribute("data-failed");
  section.setAttribute("data-pending", "");
  live({ section, spec, on, safely, fail, signal, still: matchMedia("(prefers-reduced-motion: reduce)") }, host)
    .then(({ set, setGuess }) => Object.assign(card, { set: safely(set), setGuess: safely(setGuess) }), fail);
  return card;
}

/** Connect everything; returns how to set inputs, and the guess, from outside. @param {Context} context @param {Host} host */
async function live(context, host) {
  const { section, spec, on, safely, fail, signal, still } = context;
  if (typeof WebAssembly !== "object") throw new Error("this browser has WebAssembly switched off");
  const [Plotly, engine] = await Promise.all([host.plotly(), createEngine(spec.kernels, safely(takeLate), fail, signal)]);
  signal.throwIfAborted();

  const linked = settingOf(spec, location.hash), setting = linked ?? settings(spec.inputs, host.state?.() ?? {});
  const encode = makeEncoder(spec.inputs, spec.kernels[0]?.inputSize ?? 0), draft = Object.keys(spec.draft).length ? spec.draft : null;
  const runs = createRuns(decodeRecord(encode({}).buffer, spec.inputs));
  const move = createMove(event => event === "settle" || engine.skipped.size > 0, safely(goOn), signal), compute = oncePerFrame(safely(run));
  const guess = connectGuess(context, host, runs, { goTo: named => take(named ? "jump" : "reset", settings(spec.inputs, named ?? {})), draw: () => stage.draw(), link });
  const stage = createStage(context, Plotly, runs, { isPending: engine.isPending, seen: guess.withhold, onFrame() { stage.draw(); say(runs.latest); }, onArrive: () => move.hear("arrive"), onDrawn: tellDrawn });
  const jump = (/** @type {Setting} */ whole) => take("jump", whole);
  const showSetting = connectControls(section, spec.inputs, setting, on, take), showPresets = connectPresets(section, spec, on, jump);
  const speak = createSpeech(context), showShare = connectPanels(section, on);
  on(one(section, ".sim-reset", HTMLButtonElement), "click", () => take("reset", settings(spec.inputs, {})));
  followLinks(context, (whole, hash) => { guess.follow(hash); jump(whole); });

  /** Something happens to a move: take what it changes. @param {MoveEvent} event @param {Setting} [changes] @param {boolean} [isOwn] */
  function take(event, changes = {}, isOwn = true) {
    if (event === "release") {
      const isUnfinished = move.now.isHeld && (draft || engine.skipped.size > 0);
      if (move.hear(event) && isUnfinished) compute();
      return;
    }
    stage.stop();
    if (event === "reset") runs.settled = null;
    if (event === "reset" || !move.now.isMove) runs.before = runs.settled;       // a dotted line keeps the run from before this move
    move.hear(event);
    Object.assign(setting, changes);
    if (isOwn) host.onInput?.(changes);
    compute();
  }

  /** What a move does by itself: it settles, or a held hand keeps still. @param {MoveEvent} event */
  function goOn(event) { if (event === "settle") runs.settled = runs.now; else compute(); }

  /** While a hand drags, slow kernels run only for what is in sight, and those that take long when the hand pauses: they
   * take the processor from each other and from the figure. */
  const spoken = spokenNames(spec), isSeen = (/** @type {string} */ output) => spoken.has(output) || stage.shows(name => name === output);
  const isWanted = (/** @type {KernelSpec} */ kernel) => move.now.slow === "all" ||
    ((move.now.slow === "in sight" || engine.isBrief(kernel)) && Object.keys(kernel.outputs).some(isSeen));

  function run() {
    const begin = performance.now(), inputs = { ...setting, ...(move.now.isHeld ? draft : null) }, record = encode(inputs);
    const values = { ...inputs, ...engine.run(record, isWanted) }, latest = runs.begin(record, values, engine.pending.size === 0);
    if (!move.now.isMove) runs.settled = runs.now;
    if (move.is("gliding") && !still.matches) stage.glide(); else { move.hear("arrive"); stage.draw(begin); }
    showSetting();                                                 // after the figure, whose layout would wait for the words
    showPresets(setting);
    showShare(host.address ?? addressHere(), host.frame ?? "", link());
    say(latest);
  }

  function link() { return writeLink(spec.name, setting) + guess.written(); }

  /** A slow kernel has answered. @param {Values} outputs @param {Uint8Array} record */
  function takeLate(outputs, record) {
    const begin = performance.now(), isShown = stage.shows(name => name in outputs), answered = runs.add(record, outputs);
    if (!move.now.isMove) runs.settled = runs.now;
    if (isShown) stage.draw(begin);
    say(answered);
    if (!isShown) tellDrawn(begin, false);
  }

  /** @param {Run} which */
  function say(which) {
    stage.showFilms();
    speak(which, { frame: stage.frameOf(), isLatest: which === runs.latest, isDraft: move.now.isHeld && draft !== null });
  }

  /** @param {number} begin @param {boolean} isNew */
  function tellDrawn(begin, isNew) {
    const { pending, skipped } = engine, detail = { milliseconds: performance.now() - begin, isNew, pending: pending.size, skipped: skipped.size, values: runs.now };
    guess.place();
    section.dispatchEvent(new CustomEvent("sim:drawn", { bubbles: true, detail }));
  }

  for (const part of all(section, ".sim-live:not(.sim-panel)", HTMLElement)) part.hidden = false;
  stage.measure();
  guess.begin(linked !== null);
  compute();
  section.removeAttribute("data-pending");
  section.setAttribute("data-ready", "");
  if (linked) bringIntoView(section, still);
  return { setGuess: guess.set, set(/** @type {Setting} */ changes) {
    const whole = settings(spec.inputs, { ...setting, ...changes });
    if (Object.entries(whole).every(([name, value]) => setting[name] === value)) return;
    guess.pass();
    take("step", whole, false);
  } };
}

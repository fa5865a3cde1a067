/* Move one control of a card as a hand does that drags it: every 30 to 50 ms, at any moment of a frame, all over the
 * control's range, while slow kernels may still compute for the moves before; what is pressed waits for them. Give for
 * each move the milliseconds from its event until the figure is redrawn, and until the page has been painted; and for
 * the last one, until all kernels have answered. Moves after which nothing can be redrawn before a slow kernel has
 * answered count if they are the rule (isLate), else not. Between the moves, bare Plotly draws the same figures beside
 * the card: what it takes to react to each of them, with the same data in new arrays. */
async (card, { name, moves, warmUp }) => {
  const control = card.querySelector(`[data-input="${name}"]`);
  const field = control.querySelector("input"), select = control.querySelector("select"), button = control.querySelector("button");
  const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));
  const say = (element, type) => element.dispatchEvent(new Event(type, { bubbles: true }));
  const move = i => {
    if (select) { select.selectedIndex = (select.selectedIndex + 1) % select.length; return say(select, "change"); }
    if (!field || field.type === "checkbox") return (field ?? button).click();
    const low = Number(field.min), high = Number(field.max), step = Number(field.step), share = (0.5 + i * 0.6180339887) % 1;
    const at = field.valueAsNumber, next = low + step * Math.round(share * (high - low) / step);
    field.valueAsNumber = next === at ? (at < high ? at + step : at - step) : next;
    say(field, "input");
  };
  const drawing = isDone => new Promise(resolve => {
    const listener = ({ detail }) => {
      if (!isDone(detail)) return;
      card.removeEventListener("sim:drawn", listener);
      resolve(performance.now());
    };
    card.addEventListener("sim:drawn", listener);
  });
  const painting = () => new Promise(resolve => requestAnimationFrame(() => {      // a message comes after the frame is painted
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    port2.postMessage(null);
  }));
  const figure = [...card.querySelectorAll(".sim-figure")].find(each => each.offsetParent), beside = document.body.appendChild(document.createElement("div"));
  beside.style.cssText = `position: fixed; left: 0; top: 0; z-index: -1; width: ${figure.clientWidth}px; height: ${figure.clientHeight}px`;
  const react = async () => {
    const { data, layout: { transition, ...layout } } = structuredClone({ data: figure.data, layout: figure.layout }), begin = performance.now();
    await Plotly.react(beside, data, layout, { displayModeBar: false });
    return performance.now() - begin;
  };
  const drawn = [], late = [], painted = [], bare = [];
  let settled = 0;
  for (let i = -warmUp; i < moves; i += 1) {
    await pause(30 + i * 7.3 % 17);                                // another place in the frame each time
    let waited = false;
    const begin = performance.now(), answered = drawing(({ pending }) => !pending);
    const redrawn = drawing(({ isNew, pending, skipped }) => { waited ||= !isNew && pending > skipped; return isNew || pending === skipped; });
    move(i);
    if (i === moves - 1 && field?.type === "range") say(field, "change");
    const times = { drawn: await redrawn - begin, painted: await painting() - begin };
    if (i === moves - 1 || field?.type !== "range") settled = await answered - begin;        // nobody presses while kernels run
    if (i < 0) { await react(); continue; }
    (waited ? late : drawn).push(times.drawn);
    painted.push(times.painted);
    bare.push(await react());
  }
  Plotly.purge(beside);
  beside.remove();
  const isLate = late.length > drawn.length;
  return { drawn: isLate ? late : drawn, isLate, painted, bare, settled };
}

/* Move one control of a card, and give for each move the milliseconds from its event until the figure is redrawn, and
 * until the page has been painted. The moves come at any moment of a frame, and go all over the control's range. Each
 * waits until slow kernels have answered the one before: where that is long, `enough` milliseconds end it after `fewest`. */
async (card, { name, moves, warmUp, fewest, enough }) => {
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
  const drawn = [], painted = [], settled = [];
  const started = performance.now();
  for (let i = -warmUp; i < moves; i += 1) {
    if (drawn.length >= fewest && performance.now() - started > enough) break;
    if (i < -2 && performance.now() - started > enough / 4) i = -2;
    await pause(30 + i * 7.3 % 17);                                // another place in the frame each time
    const begin = performance.now();
    const times = await new Promise(resolve => {
      const found = {};
      const listener = ({ detail }) => {
        found.drawn ??= performance.now() - begin;
        if (detail.pending) return;
        card.removeEventListener("sim:drawn", listener);
        found.settled = performance.now() - begin;
        requestAnimationFrame(() => {                              // a message comes after this frame is painted
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve({ ...found, painted: performance.now() - begin });
          port2.postMessage(null);
        });
      };
      card.addEventListener("sim:drawn", listener);
      move(i);
    });
    if (i < 0) continue;
    drawn.push(times.drawn);
    settled.push(times.settled);
    painted.push(times.painted);
  }
  if (field?.type === "range") say(field, "change");
  return { drawn, settled, painted };
}

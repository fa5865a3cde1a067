// @ts-check
/* Work in step with the frames of the screen. */

const LATE = 100;                                                  // milliseconds

/** Do something in the next frame, or after a while: a page out of sight is given none.
 * @param {() => void} action */
export function inFrame(action) {
  let isDone = false;
  const once = () => { if (!isDone) { isDone = true; action(); } };
  setTimeout(once, LATE);
  requestAnimationFrame(once);
}

/** Return what does something at once, but not twice in a frame: what is asked for meanwhile waits for the next one.
 * @param {() => void} action */
export function oncePerFrame(action) {
  let isAsked = false, isWaiting = false;
  const next = () => {
    isWaiting = isAsked;
    if (!isAsked) return;
    isAsked = false;
    inFrame(next);
    action();
  };
  return () => { isAsked = true; if (!isWaiting) next(); };
}

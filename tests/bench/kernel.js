/* Load a kernel's WebAssembly with an input record. Then `round()` gives the milliseconds of a round of runs, and `time()`
 * those of one run in such a round. */
async ({ wasm, record, memory: { pages, result, exception, input, output, scratch }, outputSize, scratchSize, enough }) => {
  const decode = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const memory = new WebAssembly.Memory({ initial: pages }), bytes = new Uint8Array(memory.buffer);
  const { instance: { exports: { run } } } = await WebAssembly.instantiate(decode(wasm), { env: { __linear_memory: memory } });
  bytes.set(decode(record), input);
  const repeat = times => {
    const begin = performance.now();
    for (let i = 0; i < times; i += 1) {
      bytes.fill(0, output, output + outputSize);
      bytes.fill(0, scratch, scratch + scratchSize);
      run(result, exception, input, output, scratch);
    }
    return performance.now() - begin;
  };
  const begin = performance.now();
  while (performance.now() - begin < 500) repeat(1);                // until the optimising compiler has come
  let times = 1;
  while (repeat(times) < enough) times *= 2;
  globalThis.round = () => repeat(times);
  globalThis.time = () => repeat(times) / times;
}

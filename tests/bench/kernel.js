/* Load a kernel's WebAssembly with an input record; `time(milliseconds)` then gives the microseconds of a run. */
async ({ wasm, record, memory: { pages, result, exception, input, output, scratch }, outputSize, scratchSize }) => {
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
  globalThis.repeat = repeat;
  const begin = performance.now();
  while (performance.now() - begin < 400) repeat(1);                // until the optimising compiler has come
  let times = 1;
  while (repeat(times) < 10) times *= 2;
  globalThis.time = () => repeat(times) / times * 1000;
}

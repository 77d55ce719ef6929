// The library in WebAssembly: one model and one stream at a time.

const DETECTION = 1;
const HEAD = 2;

let exports;

/** The model in use, as ModelDescription has it, with the name that the page gave. */
export let model;

/** Milliseconds of processor time and hops of the stream, for the time per hop. */
export const spent = { milliseconds: 0, hops: 0 };

/** One sentence if this browser lacks something that the page needs, else null. */
export function missing() {
  if (typeof WebAssembly !== "object") {
    return "This browser has no WebAssembly, which this page needs.";
  }

  // A function that returns a vector of 128 bits: (func (result v128) i32.const 0 i8x16.splat).
  const simd = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11]);
  return WebAssembly.validate(simd) ? null : "This browser has no vector instructions in WebAssembly (SIMD), which this page needs.";
}

/** Loads and starts the library. */
export async function load() {
  const { dotnet } = await import("./_framework/dotnet.js");
  const { getAssemblyExports, getConfig, runMain } = await dotnet.create();
  await runMain();
  exports = (await getAssemblyExports(getConfig().mainAssemblyName)).Kws.Web.Listening;
}

/** Uses a model inside the library: live or default. */
export function useModel(name) {
  model = { name, ...JSON.parse(exports.UseModel(name)) };
}

/** Uses a model file. */
export async function loadModel(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  model = { name: file.name, ...JSON.parse(exports.LoadModel(file.name, bytes)) };
}

/** The samples of a WAV file at the sample rate of the model. */
export async function readWav(file) {
  const bytes = exports.ReadWav(file.name, new Uint8Array(await file.arrayBuffer()));
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
}

/** Starts a stream; threshold 0 is the model's own. */
export function start(sampleRate, threshold) {
  exports.Start(sampleRate, threshold);
  spent.milliseconds = 0;
  spent.hops = 0;
}

export function setThreshold(threshold) {
  exports.SetThreshold(threshold);
}

/** Takes samples in, an Int16Array; the hops that end in them. */
export function push(samples) {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  const before = performance.now();
  const rows = exports.Push(bytes);
  spent.milliseconds += performance.now() - before;
  const hops = hopsOf(rows);
  spent.hops += hops.filter(hop => hop.logits).length;
  return hops;
}

/** Ends the stream; the hops that were left. */
export function finish() {
  return hopsOf(exports.Finish());
}

// Rows of HopRows: position | detection | coefficients | logits | scores.
function hopsOf(rows) {
  const { coefficients, labels } = model;
  const width = HEAD + coefficients + 2 * labels.length;
  const hops = [];
  for (let row = 0; row < rows.length; row += width) {
    const logits = row + HEAD + coefficients;
    const scores = logits + labels.length;
    const isClassified = !Number.isNaN(rows[logits]);
    hops.push({
      position: rows[row],
      detection: rows[row + DETECTION],
      frame: rows.slice(row + HEAD, logits),
      logits: isClassified ? rows.slice(logits, scores) : null,
      scores: isClassified ? rows.slice(scores, row + width) : null,
    });
  }

  return hops;
}

/** Listens to noise until the code is compiled and gets no faster: the first hops take many times as long as later ones. */
export async function warmUp() {
  const batch = 60;
  const longest = 12 * batch;
  start(48000, 0);
  const noise = new Int16Array(4096);
  for (let i = 0, state = 1; i < noise.length; i++) {
    state = Math.imul(state, 1103515245) + 12345 | 0;
    noise[i] = state >> 20;
  }

  let before = Infinity;
  for (let hops = 0; hops < longest; hops += batch) {
    spent.milliseconds = spent.hops = 0;
    while (spent.hops < batch) {
      push(noise);
      await new Promise(resolve => setTimeout(resolve));
    }

    if (spent.milliseconds > 0.9 * before) {
      break;
    }

    before = spent.milliseconds;
  }
}

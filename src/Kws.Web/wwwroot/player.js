// Plays the samples of a file.

let context;
let source;
let startedAt = 0;

/** Plays from a time on, in seconds; onEnd is called when the sound is over, not after stop(). */
export async function play(samples, sampleRate, from, onEnd) {
  stop();
  context ??= new AudioContext();
  await context.resume();
  const buffer = context.createBuffer(1, Math.max(1, samples.length), sampleRate);
  buffer.copyToChannel(Float32Array.from(samples, sample => sample / 32768), 0);
  const node = new AudioBufferSourceNode(context, { buffer });
  node.connect(context.destination);
  node.onended = () => {
    if (node === source) {
      source = null;
      onEnd();
    }
  };
  node.start(0, from);
  startedAt = context.currentTime - from;
  source = node;
}

export function stop() {
  const node = source;
  source = null;
  node?.stop();
}

export function isPlaying() {
  return Boolean(source);
}

/** The time in the sound, in seconds. */
export function time() {
  return context.currentTime - startedAt;
}

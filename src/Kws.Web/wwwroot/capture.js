// Runs in the audio thread: samples of the microphone, 16 bits each, in blocks.

const BLOCK = 1024;

class Capture extends AudioWorkletProcessor {
  #block = new Int16Array(BLOCK);
  #filled = 0;

  process([channels]) {
    for (const sample of channels[0] ?? []) {
      this.#block[this.#filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
      if (this.#filled === BLOCK) {
        this.port.postMessage(this.#block, [this.#block.buffer]);
        this.#block = new Int16Array(BLOCK);
        this.#filled = 0;
      }
    }

    return true;
  }
}

registerProcessor("capture", Capture);

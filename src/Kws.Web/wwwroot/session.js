// The page's one sound: the microphone or a file, with its history. Tells by events what has changed:
// "start" (a sound, or the same one anew), "sound" (more of it), "detection", "end", "model".

import * as engine from "./engine.js";
import { History } from "./history.js";
import { open } from "./microphone.js";

const LARGEST_FILE = 256 * 2 ** 20;

class Session extends EventTarget {
  /** The kind of sound: "none", "microphone" or "file". */
  kind = "none";

  /** The name of the sound. */
  name = "";

  /** The sample rate of the sound. */
  sampleRate = 0;

  /** The samples of a file at the sample rate of the model. */
  samples = null;

  /** The peak of the last piece, 0 to 1. */
  peak = 0;

  /** The minimum score of a detection; 0 for the model's own. */
  threshold = 0;

  history = null;

  #file = null;
  #close = null;

  /** Counts the sounds: a loop over an older one ends. */
  #run = 0;

  /** Listens to the microphone until stop(). */
  async listen() {
    let run;
    const close = await open(
      sampleRate => {
        this.stop();
        run = ++this.#run;
        this.#begin("microphone", "microphone", sampleRate);
      },
      samples => run === this.#run && this.#take(samples),
      () => run === this.#run && this.#lose());
    if (run === this.#run) {
      this.#close = close;
    } else {
      close();
    }
  }

  /** Ends listening. The history stays. */
  stop() {
    this.#close?.();
    this.#close = null;
    if (this.kind === "microphone") {
      this.kind = "none";
      this.#run++;
      this.#tell("end");
    }
  }

  /** Listens to a WAV file, as fast as it goes. */
  async hear(file) {
    checkSize(file);
    const samples = await engine.readWav(file);
    this.stop();
    this.#file = file;
    this.samples = samples;
    await this.#hearSamples();
  }

  /** Uses a model: the name of one inside the library, or a file. The sound is heard again. */
  async use(model) {
    if (typeof model === "string") {
      engine.useModel(model);
    } else {
      checkSize(model);
      await engine.loadModel(model);
    }

    this.threshold = 0;
    this.#tell("model");
    if (this.kind === "microphone") {
      this.#begin("microphone", this.name, this.sampleRate);
    } else if (this.kind === "file") {
      await this.hear(this.#file);
    }
  }

  /** Changes the threshold: of the microphone from now on, of a file from its start. */
  async setThreshold(threshold) {
    this.threshold = threshold;
    if (this.kind === "microphone") {
      engine.setThreshold(threshold);
    } else if (this.kind === "file") {
      await this.#hearSamples();
    }
  }

  async #hearSamples() {
    const { sampleRate } = engine.model;
    const run = ++this.#run;
    this.#begin("file", this.#file.name, sampleRate);
    for (let start = 0; start < this.samples.length; start += sampleRate) {
      this.#take(this.samples.subarray(start, start + sampleRate));
      await new Promise(resolve => setTimeout(resolve));
      if (run !== this.#run) {
        return;
      }
    }

    this.#report(engine.finish());
    this.#tell("end");
  }

  #begin(kind, name, sampleRate) {
    this.kind = kind;
    this.name = name;
    this.sampleRate = sampleRate;
    this.history = new History(engine.model);
    engine.start(sampleRate, this.threshold);
    this.#tell("start");
  }

  #take(samples) {
    this.peak = this.history.addSound(samples, this.sampleRate);
    this.#report(engine.push(samples));
    if (this.kind === "microphone") {
      this.history.trim();
    }
  }

  #report(hops) {
    for (const detection of this.history.addHops(hops)) {
      this.#tell("detection", detection);
    }

    this.#tell("sound");
  }

  #lose() {
    this.stop();
    this.#tell("lost");
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function checkSize(file) {
  if (file.size > LARGEST_FILE) {
    throw new Error(`${file.name}: ${Math.round(file.size / 2 ** 20)} MB, expected at most ${LARGEST_FILE / 2 ** 20} MB`);
  }
}

export const session = new Session();

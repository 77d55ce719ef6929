// The hops of a sound, its level and its detections.

/** Hops that are kept of sound without an end: ten minutes at 32 ms. */
const KEPT = 20_000;

export class History {
  /** Hops as engine.js gives them. */
  hops = [];

  /** { time, label, score } of the detections. */
  detections = [];

  /** The largest sample per hop, 0 to 1, from the time of #firstLevel on. */
  #levels = [];
  #firstLevel = 0;
  #samples = 0;

  constructor(model) {
    this.model = model;
    this.hopTime = model.hopLength / model.sampleRate;
  }

  /** Seconds of sound so far. */
  get duration() {
    return this.#samples === 0 ? 0 : this.#samples / this.sampleRate;
  }

  /** The first second that is kept. */
  get start() {
    return this.#firstLevel * this.hopTime;
  }

  /** Takes samples of the sound in; their peak, 0 to 1. */
  addSound(samples, sampleRate) {
    this.sampleRate = sampleRate;
    const perHop = this.hopTime * sampleRate;
    let peak = 0;
    for (const sample of samples) {
      const slot = Math.floor(this.#samples++ / perHop) - this.#firstLevel;
      const level = Math.abs(sample) / 32768;
      this.#levels[slot] = Math.max(this.#levels[slot] ?? 0, level);
      peak = Math.max(peak, level);
    }

    return peak;
  }

  /** Takes hops in; the detections among them. */
  addHops(hops) {
    const detections = [];
    for (const hop of hops) {
      hop.time = hop.position / this.model.sampleRate;
      this.hops.push(hop);
      if (hop.detection >= 0) {
        detections.push({ time: hop.time, label: hop.detection, score: hop.scores[hop.detection] });
      }
    }

    this.detections.push(...detections);
    return detections;
  }

  /** Forgets what is older than ten minutes, now and then. */
  trim() {
    if (this.hops.length > KEPT * 1.1) {
      this.hops.splice(0, this.hops.length - KEPT);
      const levels = this.#levels.length - KEPT;
      this.#levels.splice(0, levels);
      this.#firstLevel += levels;
      this.detections = this.detections.filter(({ time }) => time >= this.start);
    }
  }

  level(slot) {
    return this.#levels[slot - this.#firstLevel] ?? 0;
  }

  /** The hops of a time, from the first one at or after it. */
  between(from, to) {
    return this.hops.slice(this.#indexOf(from), this.#indexOf(to));
  }

  /** The last classified hop at or before a time. */
  at(time) {
    const hop = this.hops[this.#indexOf(time + 1e-9) - 1];
    return hop?.scores ? hop : undefined;
  }

  /** The number of hops before a time. */
  #indexOf(time) {
    let low = 0;
    let high = this.hops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.hops[middle].time < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }

    return low;
  }
}

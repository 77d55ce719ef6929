// The elements of the page that show the session.

import * as engine from "./engine.js";
import * as labels from "./labels.js";
import * as player from "./player.js";
import { session } from "./session.js";
import * as text from "./text.js";
import { draw, WINDOW } from "./timeline.js";

const SHOWN_DETECTIONS = 200;
const QUIETEST = -60;

export const element = id => document.getElementById(id);

/** The time in a file whose scores are shown; null for the newest. */
let cursor = null;
let isDrawn = true;

export function status(message) {
  element("status").textContent = message;
}

export function problem(message) {
  element("problem").textContent = message ?? "";
  element("problem").hidden = !message;
}

/** Runs what a control does. Its error is shown as a sentence. */
export async function attempt(action) {
  problem(null);
  try {
    await action();
  } catch (error) {
    console.warn(error);
    problem(text.sentence(error));
  }
}

/** Shows the model in use. */
export function showModel() {
  const { model } = engine;
  element("title").textContent = text.invitation(model);
  element("kernel").textContent = `${model.kernel}, in WebAssembly`;
  labels.show(model);
  showThreshold();
  redraw();
}

/** Shows the threshold: that of the slider, or the smallest one of the model. */
export function showThreshold() {
  const own = engine.model.thresholds.filter(threshold => threshold !== null);
  const isOwn = session.threshold === 0;
  const value = isOwn ? Math.min(...own) : session.threshold;
  element("threshold").value = value;
  element("threshold-value").textContent = value.toFixed(2);
  element("own-threshold").hidden = isOwn;
}

export function showStart() {
  cursor = null;
  player.stop();
  const isLive = session.kind === "microphone";
  element("detections").replaceChildren();
  element("no-detections").hidden = false;
  showMicrophone(isLive);
  element("source").textContent = session.name;
  element("play").hidden = isLive;
  element("scroll-line").hidden = isLive;
  showPlaying();
  labels.update(null);
  status(isLive ? `Listening at ${session.sampleRate.toLocaleString("en")} Hz.` : `Hearing ${session.name} …`);
}

export function showDetection({ time, label, score }) {
  const row = document.createElement("li");
  const at = document.createElement("time");
  const word = document.createElement("b");
  at.textContent = text.time(time);
  word.textContent = engine.model.labels[label];
  word.style.color = labels.colours(engine.model)[label];
  row.append(at, word, ` ${score.toFixed(2)}`);
  element("detections").prepend(row);
  element("detections").children[SHOWN_DETECTIONS]?.remove();
  element("no-detections").hidden = true;
  if (session.kind === "microphone") {
    labels.light(label);
  }
}

export function showEnd() {
  showLevel(0);
  showMicrophone(false);
  const { duration, detections } = session.history;
  status(`${session.name}: ${text.time(duration)}, ${text.count(detections.length)}.`);
  if (session.kind === "file") {
    const scroll = element("scroll");
    scroll.max = duration;
    setCursor(detections[0]?.time ?? duration);
  }
}

/** Moves the cursor of a file to a time. */
export function setCursor(time) {
  cursor = time;
  element("scroll").value = time;
  element("scroll").setAttribute("aria-valuetext", text.time(time));
  redraw();
}

export function showPlaying() {
  element("play").textContent = player.isPlaying() ? "Stop" : "Play";
}

function showMicrophone(isOpen) {
  element("microphone").textContent = isOpen ? "Stop" : "Listen to the microphone";
  element("microphone").classList.toggle("open", isOpen);
}

/** Draws the page anew in the next frame. */
export function redraw() {
  if (isDrawn && engine.model) {
    isDrawn = false;
    requestAnimationFrame(paint);
  }
}

function paint() {
  isDrawn = true;
  const { history, kind } = session;
  if (player.isPlaying()) {
    follow(player.time());
  }

  const duration = history?.duration ?? 0;
  const isFile = cursor !== null;
  const length = isFile ? Math.min(WINDOW, Math.max(2, duration)) : WINDOW;
  const to = isFile && duration > length
    ? Math.max(length, Math.min(duration, cursor + length / 2))
    : Math.max(length, duration);
  const thresholds = engine.model.thresholds.map(own => own === null || session.threshold === 0 ? own : session.threshold);
  draw(element("timeline"), history, { from: to - length, to, cursor, thresholds, colours: labels.colours(engine.model) });
  labels.update(history?.at(cursor ?? duration)?.scores ?? null);
  if (kind === "microphone") {
    showLevel(session.peak);
  }

  showTimes();
  describe();
}

// The cursor follows the sound that is played; words light up as it passes them.
function follow(now) {
  for (const { time, label } of session.history.detections) {
    if (time > cursor && time <= now) {
      labels.light(label);
    }
  }

  setCursor(Math.min(now, session.history.duration));
  showLevel(session.history.level(Math.floor(now / session.history.hopTime)));
}

function showLevel(peak) {
  const value = Math.max(QUIETEST, text.decibels(peak));
  const meter = element("level");
  meter.setAttribute("aria-valuenow", Math.round(value));
  meter.style.setProperty("--score", 1 - value / QUIETEST);
  element("level-value").textContent = value === QUIETEST ? "silent" : `${Math.round(value)} dB`;
}

function showTimes() {
  const { milliseconds, hops } = engine.spent;
  if (hops > 0) {
    const each = milliseconds / hops;
    const { hopLength, sampleRate } = engine.model;
    const share = each / (1000 * hopLength / sampleRate);
    element("hop-time").textContent = `${each.toFixed(2)} ms, ${(100 * share).toFixed(1)} % of real time`;
  }
}

function describe() {
  const { history } = session;
  const what = history ? `${text.time(history.duration)} of ${session.name}, ${text.count(history.detections.length)}` : "no sound yet";
  element("timeline").setAttribute("aria-label", `Level, coefficients and scores over time: ${what}`);
}

// The picture of the sound: level, coefficients and scores over time, on one canvas.

const LEVEL = { name: "sound", top: 24, height: 48 };
const FRAMES = { name: "coefficients", top: 94, height: 100 };
const SCORES = { name: "scores", top: 216, height: 120 };
const AXIS = 355;

/** Seconds in view. */
export const WINDOW = 10;

const columns = new OffscreenCanvas(1, 1);

/**
 * Draws a part of a history.
 * @param view { from, to, cursor, thresholds, colours }: times in seconds, a threshold per label (null for none), a colour per label
 */
export function draw(canvas, history, view) {
  const { width, height, pen } = prepare(canvas);
  const theme = themeOf(canvas);
  const x = time => (time - view.from) / (view.to - view.from) * width;
  pen.clearRect(0, 0, width, height);
  drawAxis(pen, x, view, theme, width);
  if (!history) {
    return;
  }

  // One hop more on either side, so that lines go on to the edges.
  const hops = history.between(view.from - history.hopTime, view.to + 2 * history.hopTime);
  drawLevel(pen, history, x, view, theme);
  drawFrames(pen, history, hops, x, theme);
  drawScores(pen, hops, x, view, theme, width);
  drawDetections(pen, history, x, view, theme);
  if (view.cursor !== null) {
    drawLine(pen, x(view.cursor), theme.text);
  }
}

function prepare(canvas) {
  const { width, height } = canvas.getBoundingClientRect();
  const ratio = window.devicePixelRatio;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }

  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { width, height, pen };
}

function themeOf(canvas) {
  const style = getComputedStyle(canvas);
  const colour = name => style.getPropertyValue(name).trim();
  return {
    text: colour("--text"), quiet: colour("--quiet"), line: colour("--line"), level: colour("--accent"),
    font: `12px ${style.fontFamily}`,
    low: rgb(colour("--low")), middle: rgb(colour("--middle")), high: rgb(colour("--high")),
  };
}

function drawAxis(pen, x, view, theme, width) {
  pen.font = theme.font;
  pen.textBaseline = "alphabetic";
  pen.lineWidth = 1;
  pen.strokeStyle = theme.line;
  pen.textAlign = "left";
  pen.fillStyle = theme.quiet;
  for (const { name, top, height } of [LEVEL, FRAMES, SCORES]) {
    pen.fillText(name, 0, top - 6);
    pen.beginPath();
    pen.moveTo(0, top + height + 0.5);
    pen.lineTo(width, top + height + 0.5);
    pen.stroke();
  }

  pen.textAlign = "center";
  const step = width / (view.to - view.from) > 45 ? 1 : 2;
  for (let second = Math.ceil(view.from / step) * step; second <= view.to; second += step) {
    const at = x(second);
    if (at > 8 && at < width - 16) {
      pen.fillText(`${second} s`, at, AXIS);
    }
  }
}

// By the root of the level: speech is seldom louder than a tenth of the full scale.
function drawLevel(pen, history, x, view, theme) {
  const middle = LEVEL.top + LEVEL.height / 2;
  pen.fillStyle = theme.level;
  const first = Math.max(0, Math.floor(view.from / history.hopTime));
  const last = Math.ceil(Math.min(view.to, history.duration) / history.hopTime);
  for (let slot = first; slot < last; slot++) {
    const half = Math.max(0.5, Math.sqrt(history.level(slot)) * LEVEL.height / 2);
    const left = x(slot * history.hopTime);
    pen.fillRect(left, middle - half, Math.max(1, x((slot + 1) * history.hopTime) - left - 0.5), 2 * half);
  }
}

// A column per frame, the first coefficient at the bottom, stretched to the lane.
function drawFrames(pen, history, hops, x, theme) {
  if (hops.length === 0) {
    return;
  }

  const { coefficients, bits } = history.model;
  const image = new ImageData(hops.length, coefficients);
  hops.forEach((hop, column) => {
    for (let i = 0; i < coefficients; i++) {
      const value = hop.frame[i] / 2 ** (bits - 1);
      image.data.set(colourOf(value, theme), 4 * ((coefficients - 1 - i) * hops.length + column));
    }
  });
  columns.width = hops.length;
  columns.height = coefficients;
  columns.getContext("2d").putImageData(image, 0, 0);
  const left = x(hops[0].time - history.hopTime);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(columns, left, FRAMES.top, x(hops.at(-1).time) - left, FRAMES.height);
}

// Small values differ most to the eye: the first coefficient is many times as large as the others.
function colourOf(value, { low, middle, high }) {
  const part = Math.min(1, 2 * Math.abs(value)) ** 0.6;
  const end = value < 0 ? low : high;
  return [0, 1, 2].map(i => middle[i] + (end[i] - middle[i]) * part).concat(255);
}

function drawScores(pen, hops, x, view, theme, width) {
  const y = score => SCORES.top + (1 - score) * SCORES.height;
  pen.setLineDash([4, 4]);
  pen.strokeStyle = theme.quiet;
  for (const threshold of new Set(view.thresholds.filter(threshold => threshold !== null))) {
    pen.beginPath();
    pen.moveTo(0, y(threshold));
    pen.lineTo(width, y(threshold));
    pen.stroke();
  }

  pen.setLineDash([]);
  pen.lineJoin = "round";
  const classified = hops.filter(hop => hop.scores);

  // Keywords over the other labels.
  const order = view.thresholds.map((_, label) => label).sort((a, b) => (view.thresholds[a] ?? 0) - (view.thresholds[b] ?? 0));
  for (const label of order) {
    pen.strokeStyle = view.colours[label];
    pen.lineWidth = view.thresholds[label] === null ? 1.25 : 2.25;
    pen.beginPath();
    for (const hop of classified) {
      pen.lineTo(x(hop.time), y(hop.scores[label]));
    }

    pen.stroke();
  }
}

function drawDetections(pen, history, x, view, theme) {
  pen.font = `600 ${theme.font}`;
  for (const { time, label } of history.detections) {
    if (time >= view.from && time <= view.to) {
      const name = history.model.labels[label];
      const half = pen.measureText(name).width / 2 + 2;
      const at = x(time);
      drawLine(pen, at, view.colours[label]);
      pen.fillStyle = view.colours[label];
      pen.textAlign = "center";
      pen.fillText(name, Math.max(half, Math.min(pen.canvas.width / window.devicePixelRatio - half, at)), 14);
    }
  }
}

function drawLine(pen, at, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(at, LEVEL.top);
  pen.lineTo(at, SCORES.top + SCORES.height);
  pen.stroke();
}

/** The red, green and blue of #rrggbb. */
function rgb(hex) {
  return [1, 3, 5].map(start => parseInt(hex.slice(start, start + 2), 16));
}

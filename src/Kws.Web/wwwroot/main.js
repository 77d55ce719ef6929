// Starts the library, and connects the controls with the session.

import * as engine from "./engine.js";
import { attempt, element, problem, redraw, setCursor, showDetection, showEnd, showModel, showPlaying, showStart, showThreshold, status }
  from "./page.js";
import * as player from "./player.js";
import { session } from "./session.js";

const scroll = element("scroll");
const models = element("model");
const threshold = element("threshold");

/** The model whose name the list shows; it returns to it if another one is refused. */
let chosen = "live";

/** True once the cursor was moved by hand: then playing starts there. */
let isMoved = false;

session.addEventListener("model", showModel);
session.addEventListener("start", () => {
  isMoved = false;
  showStart();
});
session.addEventListener("sound", redraw);
session.addEventListener("detection", ({ detail }) => showDetection(detail));
session.addEventListener("end", showEnd);
session.addEventListener("lost", () => problem("The microphone was disconnected."));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
new ResizeObserver(redraw).observe(element("timeline"));

element("microphone").onclick = () => attempt(async () => {
  if (session.kind === "microphone") {
    session.stop();
  } else {
    player.stop();
    await session.listen();
  }
});

for (const button of document.querySelectorAll("[data-sample]")) {
  button.onclick = () => attempt(async () => {
    const name = `${button.dataset.sample}.wav`;
    const response = await fetch(`samples/${name}`);
    if (!response.ok) {
      throw new Error(`${name}: the page's server has no such sample (${response.status})`);
    }

    await session.hear(new File([await response.arrayBuffer()], name));
  });
}

element("choose-sound").onclick = () => element("sound-file").click();
element("choose-model").onclick = () => element("model-file").click();
onFile(element("sound-file"), file => session.hear(file));
onFile(element("model-file"), useFile);

models.onchange = () => attempt(async () => {
  await session.use(models.value);
  chosen = models.value;
});

threshold.oninput = () => changeThreshold(Number(threshold.value));
element("own-threshold").onclick = () => {
  changeThreshold(0);
  threshold.focus();
};

scroll.oninput = () => {
  player.stop();
  isMoved = true;
  setCursor(Number(scroll.value));
  showPlaying();
};

element("play").onclick = () => attempt(async () => {
  if (player.isPlaying()) {
    player.stop();
    isMoved = true;
  } else {
    const { duration } = session.history;
    const from = isMoved && scroll.value < duration - 0.1 ? Number(scroll.value) : 0;
    setCursor(from);
    await player.play(session.samples, engine.model.sampleRate, from, showPlaying);
    requestAnimationFrame(animate);
  }

  showPlaying();
});

// A file that is dropped: a model by its name, else sound.
const drop = element("drop");
addEventListener("dragover", event => {
  event.preventDefault();
  drop.hidden = false;
});
addEventListener("dragleave", event => {
  drop.hidden = event.relatedTarget === null;
});
addEventListener("drop", event => {
  event.preventDefault();
  drop.hidden = true;
  const [file] = event.dataTransfer.files;
  if (file && engine.model) {
    attempt(() => file.name.endsWith(".safetensors") ? useFile(file) : session.hear(file));
  }
});

await attempt(start);

async function start() {
  const lack = engine.missing();
  if (lack) {
    status("");
    throw new Error(lack);
  }

  await engine.load();
  await session.use(chosen);
  status("Warming up …");
  await engine.warmUp();
  document.querySelectorAll("[disabled]").forEach(control => control.disabled = false);
  status("Ready.");
}

function changeThreshold(value) {
  return attempt(() => {
    const heard = session.setThreshold(value);
    showThreshold();
    redraw();
    return heard;
  });
}

async function useFile(file) {
  try {
    await session.use(file);
  } catch (error) {
    models.value = chosen;
    throw error;
  }

  models.querySelector("[value='']")?.remove();
  models.append(new Option(file.name, "", true, true));
  chosen = "";
}

function onFile(input, action) {
  input.onchange = () => {
    const [file] = input.files;
    input.value = "";
    if (file) {
      attempt(() => action(file));
    }
  };
}

function animate() {
  if (player.isPlaying()) {
    redraw();
    requestAnimationFrame(animate);
  }
}

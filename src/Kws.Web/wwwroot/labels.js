// The labels of a model: a bar for the score of each, a colour for each.

const HEARD = 1200;

const list = document.getElementById("labels");

/** A colour per label, as custom properties: keywords have colours, the other labels shades of grey. */
const names = model => {
  let keywords = 0;
  let others = 0;
  return model.thresholds.map(threshold => threshold === null ? `--other-${others++ % 2}` : `--word-${keywords++ % 10}`);
};

let rows = [];

/** Shows the labels of a model, without scores. */
export function show(model) {
  const colours = names(model);
  rows = model.labels.map((label, index) => {
    const row = document.createElement("li");
    const name = document.createElement("span");
    const score = document.createElement("span");
    const bar = document.createElement("div");
    const isKeyword = model.thresholds[index] !== null;
    name.className = "name";
    name.textContent = label;
    score.className = "score";
    bar.className = "bar";
    bar.append(document.createElement("div"));
    row.classList.toggle("keyword", isKeyword);
    row.style.setProperty("--colour", `var(${colours[index]})`);
    row.append(name, score, bar);
    return row;
  });
  list.replaceChildren(...rows);
  update(null);
}

/** Shows scores; null for none. */
export function update(scores) {
  rows.forEach((row, index) => {
    row.style.setProperty("--score", scores?.[index] ?? 0);
    row.querySelector(".score").textContent = scores ? scores[index].toFixed(2) : "–";
  });
}

/** Lights a label up for a moment. */
export function light(label) {
  const row = rows[label];
  clearTimeout(row.dark);
  row.classList.add("heard");
  row.dark = setTimeout(() => row.classList.remove("heard"), HEARD);
}

/** The colours as they are now, light or dark. */
export function colours(model) {
  const style = getComputedStyle(list);
  return names(model).map(name => style.getPropertyValue(name).trim());
}

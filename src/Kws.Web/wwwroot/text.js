// Numbers and errors as text.

/** A time such as 1.57 s, or 2:05.30. */
export function time(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds.toFixed(2)} s` : `${minutes}:${(seconds - 60 * minutes).toFixed(2).padStart(5, "0")}`;
}

/** A peak in decibels of the full scale, 0 at most. */
export function decibels(peak) {
  return 20 * Math.log10(Math.max(peak, 1e-9));
}

/** The sentence of an error: the first line, without the parameter that .NET names. */
export function sentence(error) {
  return error.message.split("\n")[0].replace(/ \(Parameter '\w+'\)$/, "");
}

/** What to say, from the keywords of a model. */
export function invitation({ labels, thresholds }) {
  const words = labels.filter((_, label) => thresholds[label] !== null).map(word => `“${word}”`);
  return words.length > 4
    ? `Say one of ${words.length} words`
    : `Say ${new Intl.ListFormat("en", { type: "disjunction" }).format(words)}`;
}

/** The number of detections. */
export function count(detections) {
  return `${detections} ${detections === 1 ? "detection" : "detections"}`;
}

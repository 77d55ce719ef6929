// The microphone, at its own sample rate.

// What the browser would do for a telephone call; the model was trained on sound as it is.
const CONSTRAINTS = { audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false } };

const SENTENCES = {
  NotAllowedError: "The microphone was denied. Allow it for this page in the settings of the browser, then press the button again.",
  NotFoundError: "There is no microphone. Connect one, or choose a WAV file.",
  NotReadableError: "The microphone is in use by another program, or cannot be read.",
};

/**
 * Opens the microphone. Errors have a sentence as their message.
 * @param onStart receives the sample rate, before any samples
 * @param onSamples receives blocks as Int16Array
 * @param onEnd is called if the microphone goes away
 * @returns a function that closes it
 */
export async function open(onStart, onSamples, onEnd) {
  if (!navigator.mediaDevices?.getUserMedia || typeof AudioWorkletNode === "undefined") {
    throw new Error("This browser gives no microphone to this page: it needs https, or localhost, and AudioWorklet.");
  }

  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia(CONSTRAINTS);
  } catch (error) {
    throw new Error(SENTENCES[error.name] ?? `The microphone could not be opened: ${error.message}`, { cause: error });
  }

  const [track] = stream.getAudioTracks();
  const { sampleRate } = track.getSettings();
  const context = new AudioContext(sampleRate ? { sampleRate } : {});
  const close = () => {
    track.stop();
    context.close();
  };
  try {
    await context.audioWorklet.addModule("capture.js");
    const capture = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    capture.port.onmessage = ({ data }) => onSamples(data);
    track.onended = onEnd;
    onStart(context.sampleRate);
    context.createMediaStreamSource(stream).connect(capture);
    await context.resume();
  } catch (error) {
    close();
    throw new Error(`The microphone could not be opened: ${error.message}`, { cause: error });
  }

  return close;
}

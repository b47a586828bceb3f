// Sounds out of the browser's own synthesiser: no files, nothing to fetch. Browsers are silent
// until somebody touched the page; `wake` is for that touch.

let context = null;

/** Whether sound can be heard now. */
export function isAwake() {
  return context?.state === "running";
}

/** Opens the sound; only a press of somebody's finger or key may do it. */
export async function wake() {
  context ??= new AudioContext();
  if (context.state !== "running") await context.resume().catch(() => {});
  return isAwake();
}

/** Notes are [frequency in Hz, start in s, length in s, loudness 0…1, shape]. */
export function play(notes) {
  if (!isAwake()) return;
  const begin = context.currentTime + 0.02;
  for (const [frequency, start, length, loudness = 0.25, shape = "sine"] of notes) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = shape;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, begin + start);
    volume.gain.linearRampToValueAtTime(loudness, begin + start + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, begin + start + length);
    tone.connect(volume).connect(context.destination);
    tone.start(begin + start);
    tone.stop(begin + start + length + 0.05);
  }
}

/** Two falling bells, for a call. Lasts 1.2 s. */
export function chime() {
  play([[783.99, 0, 0.9, 0.4], [1567.98, 0, 0.5, 0.08], [622.25, 0.45, 1.1, 0.4],
    [1244.5, 0.45, 0.6, 0.08]]);
}

/** A short click, for a key. */
export function key() {
  play([[1180, 0, 0.07, 0.12, "triangle"]]);
}

/** A low double tone, for "no". */
export function refuse() {
  play([[220, 0, 0.16, 0.22, "square"], [185, 0.18, 0.24, 0.22, "square"]]);
}

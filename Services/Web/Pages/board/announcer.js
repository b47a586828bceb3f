// Tells the hall: one call at a time, the chime first, then each language; voices never overlap.

import { chime, isAwake } from "../shared/sound.js";
import { phrase } from "../shared/words.js";

const chimeLength = 1300;
/** Some browsers never say that they have finished. */
const longestSpeech = 9000;
/** How long a call stays alone on the board where nothing is spoken, in milliseconds. */
const leastShown = 1500;
const most = 32;

export class Announcer {
  #queue = [];
  #isBusy = false;

  /** `show(call)` puts a call where everybody looks, when its turn comes. */
  constructor(show) {
    this.show = show;
    this.languages = ["en"];
    this.isMuted = false;
  }

  /** Puts a call in line. */
  announce(call) {
    this.#queue.push(call);
    if (this.#queue.length > most) this.#queue.shift();
    if (!this.#isBusy) this.#work();
  }

  async #work() {
    this.#isBusy = true;
    for (let call = this.#queue.shift(); call; call = this.#queue.shift()) {
      this.show(call);
      const waits = [new Promise((done) => setTimeout(done, leastShown))];
      if (!this.isMuted && isAwake()) waits.push(this.#tell(call));
      await Promise.all(waits);
    }
    this.#isBusy = false;
  }

  async #tell(call) {
    chime();
    await new Promise((done) => setTimeout(done, chimeLength));
    for (const code of this.languages) await this.#speak(code, call);
  }

  async #speak(code, call) {
    const voice = voiceFor(code);
    if (!voice) return;
    const text = await phrase(code, "board.spoken", {
      // Digit by digit, so that every voice says it alike.
      number: [...call.number].join(" "), counter: call.counter,
    });
    const speech = new SpeechSynthesisUtterance(text);
    speech.lang = voice.lang;
    speech.voice = voice;
    speech.rate = 0.9;
    await new Promise((done) => {
      speech.addEventListener("end", done);
      speech.addEventListener("error", done);
      setTimeout(done, longestSpeech);
      speechSynthesis.speak(speech);
    });
  }
}

/** The browser's voice for a language, or undefined. */
export function voiceFor(code) {
  return globalThis.speechSynthesis?.getVoices()
    .find((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === code);
}

// What the machine sounds like.

import { play } from "../shared/sound.js";

/** Three rising notes when somebody begins. */
export function start() {
  play([[523.25, 0, 0.18, 0.2], [659.25, 0.14, 0.18, 0.2], [783.99, 0.28, 0.35, 0.22]]);
}

/** Two soft ticks while the branch is asked. */
export function waiting() {
  play([[440, 0, 0.08, 0.08, "triangle"], [440, 0.35, 0.08, 0.08, "triangle"]]);
}

/** The rattle of notes being counted, then a bell. */
export function cash() {
  const rattle = Array.from({ length: 14 }, (_, index) =>
    [190 + (index % 3) * 40, index * 0.055, 0.04, 0.1, "square"]);
  play([...rattle, [1046.5, 0.9, 0.5, 0.25]]);
}

// Scales of charts: round steps, and times as people read them. Pure.

const timeSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];
const mostSteps = 5;

/** "4:35", "1:02:00": hours where there are any, minutes and seconds. */
export function lengthOf(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = `${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** From 0 in equal steps to the largest value or beyond: seconds. */
export function timeTicks(largest) {
  return ticks(largest, timeSteps.find((step) => largest / step <= mostSteps)
    ?? Math.ceil(largest / mostSteps / 86_400) * 86_400);
}

/** The same for what is counted. */
export function countTicks(largest) {
  for (let unit = 1; ; unit *= 10) {
    const step = [1, 2, 5].map((one) => one * unit).find((one) => largest / one <= mostSteps);
    if (step) return ticks(largest, step);
  }
}

function ticks(largest, step) {
  const count = Math.max(1, Math.ceil(largest / step));
  return Array.from({ length: count + 1 }, (_, place) => place * step);
}

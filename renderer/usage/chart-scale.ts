const STEPS = [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10];

/** A round number at or above `most`, to draw the top line of a chart at; its half is a whole number too. */
export function roundTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  const tops = STEPS.map((step) => Math.round(step * power));
  return tops.find((top) => top >= Math.max(4, most) && top % 2 === 0) ?? most;
}

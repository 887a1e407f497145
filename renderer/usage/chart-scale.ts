/** A round number at or above `most`, to draw the top line of a chart at: 1, 2 or 5 times a power of ten. */
export function roundTop(most: number): number {
  if (most <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(most));
  const steps = [1, 2, 4, 5, 10].map((step) => step * power);
  return steps.find((step) => step >= most) ?? most;
}

/** The words of `renderer/setup`. */
export const setup = {
  title: 'Setup',
};

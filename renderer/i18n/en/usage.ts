/** The words of `renderer/usage`. */
export const usage = {
  title: 'Usage',
};

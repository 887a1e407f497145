/** The words of `renderer/settings`. */
export const settings = {
  title: 'Settings',
};

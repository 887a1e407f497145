// Loaded before the app (`electron -r`): its questions go to standard output as JSON, and are answered by their first button.
const { dialog } = require('electron');

dialog.showMessageBox = async (...given) => {
  const { message, detail } = given.at(-1);
  process.stdout.write(`${JSON.stringify({ message, detail })}\n`);
  return { response: 0, checkboxChecked: false };
};

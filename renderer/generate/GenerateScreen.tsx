export function GenerateScreen() {
  return null;
}

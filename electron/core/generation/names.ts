/** A key with another extension in place of its own. */
export function withExtension(key: string, extension: string): string {
  return key.replace(/\.[^./]*$/, `.${extension}`);
}

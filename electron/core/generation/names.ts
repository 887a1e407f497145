/** The same key with another extension. */
export function withExtension(key: string, extension: string): string {
  return key.replace(/\.[^./]*$/, `.${extension}`);
}

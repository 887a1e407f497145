/** The last part of a local path, as any system writes it. */
export function folderName(path: string): string {
  const bare = path.replace(/[\\/]+$/, '');
  const name = bare.slice(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('\\')) + 1);
  return name === '' ? path : name;
}

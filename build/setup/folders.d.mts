export function writableFolder(folders: readonly string[]): string;

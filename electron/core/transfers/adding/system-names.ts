/** The systems' own leftovers, which are nobody's files. In lower case. */
export const SYSTEM_FILES: ReadonlySet<string> = new Set(['thumbs.db', 'ehthumbs.db', 'desktop.ini', '.ds_store']);

/** What they keep at the top of a drive: folders that are closed to everybody, and that of what was thrown away. In lower case. */
export const SYSTEM_FOLDERS: ReadonlySet<string> = new Set(['lost+found', 'system volume information', '$recycle.bin']);

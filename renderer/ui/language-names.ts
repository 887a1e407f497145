/** Each language by its own name. */
export const LANGUAGE_NAMES = { en: 'English', 'zh-CN': '简体中文' } as const;

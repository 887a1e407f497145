import type { settings as source } from '../en/settings';
import type { Translation } from '../words';

export const settings: Translation<typeof source> = {
  title: '设置',
};

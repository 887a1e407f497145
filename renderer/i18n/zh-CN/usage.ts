import type { usage as source } from '../en/usage';
import type { Translation } from '../words';

export const usage: Translation<typeof source> = {
  title: '用量',
};

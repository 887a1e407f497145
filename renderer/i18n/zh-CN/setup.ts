import type { setup as source } from '../en/setup';
import type { Translation } from '../words';

export const setup: Translation<typeof source> = {
  title: '设置连接',
};

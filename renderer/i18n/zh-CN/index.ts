import type { en } from '../en';
import type { Translation } from '../words';
import { common } from './common';
import { failures } from './failures';
import { generate } from './generate';
import { help } from './help';
import { library } from './library';
import { links } from './links';
import { localApi } from './local-api';
import { objects } from './objects';
import { settings } from './settings';
import { setup } from './setup';
import { transfers } from './transfers';
import { uploads } from './uploads';
import { usage } from './usage';
import { watch } from './watch';

export const zhCN: Translation<typeof en> = {
  common,
  failures,
  generate,
  help,
  library,
  links,
  localApi,
  objects,
  settings,
  setup,
  transfers,
  uploads,
  usage,
  watch,
};

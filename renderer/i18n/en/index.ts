import { common } from './common';
import { failures } from './failures';
import { generate } from './generate';
import { library } from './library';
import { links } from './links';
import { objects } from './objects';
import { settings } from './settings';
import { setup } from './setup';
import { transfers } from './transfers';
import { uploads } from './uploads';
import { usage } from './usage';

/** English: the source of all keys. One file, one namespace, a screen. */
export const en = { common, failures, generate, library, links, objects, settings, setup, transfers, uploads, usage };

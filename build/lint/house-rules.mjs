// Rules of this house that oxlint has no rule for, as a lint plugin of our own (see .oxlintrc.json).
import path from 'node:path';
import { whyForbidden } from './layers.mjs';

const relativeTo = (context) => path.relative(context.cwd, context.filename).split(path.sep).join('/');

const layers = {
  create(context) {
    const file = relativeTo(context);
    const check = (node, source) => {
      if (typeof source?.value !== 'string') return;
      const message = whyForbidden(file, source.value);
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node) => check(node, node.source ?? node.argument),
      CallExpression: (node) => {
        if (node.callee.type === 'Identifier' && node.callee.name === 'require') check(node, node.arguments[0]);
      },
    };
  },
};

const DOOR = 'electron/ipc/door.ts';
const PUBLISHER = 'electron/ipc/publisher.ts';

/** Commands come in through the router alone and events go out through the publisher alone. */
const oneDoor = {
  create(context) {
    const file = relativeTo(context);
    if (!file.startsWith('electron/') || file.endsWith('.test.ts')) return {};
    return {
      Identifier(node) {
        if (node.name === 'ipcMain' && file !== DOOR) {
          context.report({ node, message: `ipcMain belongs to ${DOOR} alone` });
        }
      },
      'CallExpression > MemberExpression.callee'(node) {
        const name = node.property.name;
        if (
          (name === 'send' || name === 'postMessage' || name === 'sendToFrame') &&
          isContents(node.object) &&
          file !== PUBLISHER
        ) {
          context.report({ node, message: `only ${PUBLISHER} sends to a page` });
        }
      },
    };
  },
};

/** `win.webContents`, `contents`, `event.sender`, `frame`: what a message to a page is sent through. */
function isContents(node) {
  const name = node.type === 'MemberExpression' ? node.property.name : node.name;
  return /^(webContents|contents|sender|senderFrame|mainFrame)$/.test(name ?? '');
}

/** Fields that are spread are not looked at by the compiler: one that is misspelt, or is no longer there, would go through. */
const noLiteralSpread = {
  create: (context) => ({
    'ObjectExpression > SpreadElement'(node) {
      if (node.argument.type === 'ObjectExpression') context.report({ node, message: 'write these fields out' });
    },
  }),
};

export default {
  meta: { name: 'house' },
  rules: { layers, 'one-door': oneDoor, 'no-literal-spread': noLiteralSpread },
};

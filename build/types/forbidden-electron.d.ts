// What `import … from 'electron'` resolves to for electron/core: nothing, so that such an import does not compile.
export type ElectronIsForbiddenInCore = never;

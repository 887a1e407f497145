// node build/run-ts.mjs FILE.ts [arguments]: runs a TypeScript script of this project (Node 20 cannot by itself). Its
// exported `run(arguments)` answers the exit status.
import path from 'node:path';
import { runnerImport } from 'vite';

const [file, ...args] = process.argv.slice(2);
const { module } = await runnerImport(path.resolve(file), { configFile: false, logLevel: 'error' });
process.exit(await module.run(args));

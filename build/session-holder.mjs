// Prints what names the desktop session that it runs in as one line of JSON, and keeps the session open until its standard
// input ends: when whoever opened it closes it, or has died.
import { SESSION_VARIABLES } from './sessions.mjs';

const variables = SESSION_VARIABLES.map((name) => [name, process.env[name] ?? null]);
console.log(JSON.stringify(Object.fromEntries(variables)));
process.stdin.on('end', () => process.exit(0)).resume();

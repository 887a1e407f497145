/** In the place of Ajv (targets.ts): what would use it fails at once. */
export function Ajv2020(): never {
  throw new Error('Stores with a schema need Ajv: build/targets.ts leaves it out.');
}

export default Ajv2020;

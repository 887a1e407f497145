/** A table's own row of a name that comes from outside: `constructor` and the like, which every object has, are none. */
export function rowOf<Row>(table: Readonly<Record<string, Row>>, name: string): Row | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

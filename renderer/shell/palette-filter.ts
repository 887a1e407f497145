import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';

function has(text: string | undefined, wanted: string): boolean {
  return text?.toLowerCase().includes(wanted) === true;
}

function isTold({ description, keywords = [] }: SpotlightActionData, wanted: string): boolean {
  return [description, keywords].flat().some((text) => has(text, wanted));
}

/** What fits a few letters: what is called so before what only has them in its description or keywords. */
export function fitting(query: string, groups: readonly SpotlightActionGroupData[]): SpotlightActionGroupData[] {
  const wanted = query.trim().toLowerCase();
  const found = groups.map(({ group, actions }) => {
    const named = actions.filter(({ label }) => has(label, wanted));
    const told = actions.filter((action) => !named.includes(action) && isTold(action, wanted));
    return { isNamed: named.length > 0, part: { group, actions: [...named, ...told] } };
  });
  const parts = [...found.filter(({ isNamed }) => isNamed), ...found.filter(({ isNamed }) => !isNamed)];
  return parts.map(({ part }) => part).filter(({ actions }) => actions.length > 0);
}

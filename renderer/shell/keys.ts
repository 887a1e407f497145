import { useHotkeys } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { focusSearch, navigate } from '../navigation';

/** The keys that work everywhere, also while a field has the focus. */
export function useAppKeys(): void {
  useHotkeys(
    [
      ['mod+K', () => spotlight.toggle()],
      ['mod+1', () => navigate('library')],
      ['mod+2', () => navigate('generate')],
      ['mod+3', () => navigate('transfers')],
      ['mod+4', () => navigate('usage')],
      ['mod+,', () => navigate('settings')],
      ['mod+F', () => focusSearch()],
    ],
    [],
    true,
  );
}

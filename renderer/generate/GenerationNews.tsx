import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSlice } from '../mirror';
import { formatCount } from '../ui/format';
import { resultsOf } from './results';

/** What becomes of the pictures, told to who cannot see it, on whatever screen they are. */
export function GenerationNews() {
  const { t } = useTranslation('generate');
  const { activeId } = useSlice('connections');
  const tasks = useSlice('generation').tasks.filter(({ connectionId }) => connectionId === activeId);
  const { now } = resultsOf(tasks);
  const count = (kind: string): number => now.filter(({ state }) => state.kind === kind).length;
  const failed = count('failed');
  const news = [
    now.length > 0 && t('news.done', { done: formatCount(count('done')), total: formatCount(now.length) }),
    failed > 0 && t('news.failed', { count: failed, formatted: formatCount(failed) }),
  ];
  return <VisuallyHidden role="status">{news.filter((one) => one !== false).join(', ')}</VisuallyHidden>;
}

import i18next from 'i18next';
import type { GenerationFacts, ModelCapabilities, PictureSize } from '../../shared/generation';
import type { AssetRow } from '../../shared/library';
import { ask } from '../bridge';
import { readSlice } from '../mirror';
import { generateFrom, navigate } from '../navigation';
import { notify } from '../ui/notify';

/** The size that a model can make and that is the picture's own; else the model's first. */
export function sizeFor(model: ModelCapabilities, row: Pick<AssetRow, 'width' | 'height'>): PictureSize | null {
  const same = model.sizes.find(({ width, height }) => width === row.width && height === row.height);
  return same ?? model.sizes[0] ?? null;
}

/** Makes another picture from the same prompt, with a new seed. Where its model is gone, Generate opens with the prompt. */
export async function runAgain(connectionId: string, facts: GenerationFacts, row: AssetRow): Promise<void> {
  const provider = readSlice('generation').providers.find(({ id }) => id === facts.provider);
  const model = provider?.models.find(({ id }) => id === facts.model);
  const size = model === undefined ? null : sizeFor(model, row);
  if (model === undefined || size === null) return generateFrom(facts);
  const { t } = i18next;
  const { createdAt: _, ...settings } = facts;
  const result = await ask('generation.start', {
    ...settings,
    connectionId,
    size,
    reference: null,
    seed: null,
    count: 1,
  });
  if (!result.ok) return notify.failure(result.failure);
  const action = { label: t('library:prompt.show'), run: () => navigate('generate') };
  notify.good({ title: t('library:prompt.started'), text: t('library:prompt.startedText'), action });
}

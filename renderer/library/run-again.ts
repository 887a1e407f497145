import i18next from 'i18next';
import type { GenerationFacts, ModelCapabilities, PictureSize } from '../../shared/generation';
import type { AssetRow } from '../../shared/library';
import { ask } from '../bridge';
import { readSlice } from '../mirror';
import { generateFrom, navigate } from '../navigation';
import { notify } from '../ui/notify';
import { readMay, tellReadOnly } from '../ui/rights';

/** The picture's own size, where a model can make it; else the model's first. */
export function sizeFor(
  { sizes, side }: Pick<ModelCapabilities, 'sizes' | 'side'>,
  { width, height }: Pick<AssetRow, 'width' | 'height'>,
): PictureSize | null {
  const listed = sizes.find((one) => one.width === width && one.height === height);
  if (listed !== undefined) return listed;
  if (width === null || height === null || side === null) return sizes[0] ?? null;
  const fits = [width, height].every((one) => one >= side.min && one <= side.max);
  return fits ? { width, height } : (sizes[0] ?? null);
}

/** Makes another picture from the same prompt, with a new seed. Where its model is gone, Generate opens with the prompt. */
export async function runAgain(connectionId: string, facts: GenerationFacts, row: AssetRow): Promise<void> {
  // Made and paid for, it could not be stored.
  if (!readMay(connectionId).write) return tellReadOnly(connectionId);
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

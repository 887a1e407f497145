import { Button, Loader, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ProviderInfo } from '../../shared/generation';
import { GENERATION_PRICES_OF } from '../../shared/generation-cost';
import { formatCount, formatDollars, formatMonth } from '../ui/format';
import { Kbd } from '../ui/Kbd';
import { providerName } from '../ui/provider-words';
import { costOf, orderOf } from './form-input';
import type { Choice } from './form-state';
import { useForm } from './form-store';
import { useOrdering } from './ordering';
import classes from './GenerateForm.module.css';

/** ms: most orders are taken sooner, and words that come and go are seen as a flicker. */
const LONG_MS = 400;

function useLongOrder(): boolean {
  const ordering = useOrdering();
  const [before] = useDebouncedValue(ordering, LONG_MS);
  return ordering && before;
}

interface SubmitButtonProps {
  readonly provider: ProviderInfo | null;
  readonly choice: Choice | null;
}

/** The one button, with what it will do and what that costs. */
export function SubmitButton({ provider, choice }: SubmitButtonProps) {
  const { t } = useTranslation('generate');
  const form = useForm();
  const ordering = useLongOrder();
  const results = choice === null ? 1 : orderOf(form, choice).results;
  const ready = provider?.status === 'ready';
  const label = results > 1 ? t('generateMany', { formatted: formatCount(results) }) : t('generate');
  return (
    <>
      {ready && choice !== null && <Forecast choice={choice} />}
      <Button
        type="submit"
        fullWidth
        size="md"
        disabled={!ready}
        // Not `disabled`: the button would lose the focus with each order.
        data-disabled={ordering}
        aria-disabled={ordering}
        leftSection={ordering ? <Loader size={16} color="gray" /> : <IconSparkles size={18} />}
        rightSection={<Kbd shortcut="generate.generate" />}
        classNames={{ section: classes['section'] ?? '' }}
        aria-describedby={FORECAST}
      >
        {ordering ? t('ordering') : label}
      </Button>
    </>
  );
}

const FORECAST = 'generate-forecast';

/** `12 pictures from 4 prompts · about $0.012`, as far as there is something to say. */
function Forecast({ choice }: { readonly choice: Choice }) {
  const { t } = useTranslation('generate');
  const form = useForm();
  const { prompts, results } = orderOf(form, choice);
  const cost = costOf(form, choice);
  const what = choice.model.makes === 'video' ? 'videosFrom' : 'picturesFrom';
  const amount = (count: number) => ({ count, formatted: formatCount(count) });
  return (
    <div className={classes['forecast']} id={FORECAST}>
      <span>
        {prompts.length > 1 && t(what, { ...amount(results), prompts: t('promptCount', amount(prompts.length)) })}
      </span>
      {cost !== null && cost > 0 && (
        <Tooltip
          label={t('costHelp', { provider: providerName(choice.provider), month: formatMonth(GENERATION_PRICES_OF) })}
          multiline
          maw={300}
        >
          <span className={classes['cost']} tabIndex={0}>
            {t('cost', { dollars: formatDollars(roundedCost(cost)) })}
          </span>
        </Tooltip>
      )}
    </div>
  );
}

/** Two digits that count: it is an estimate. */
function roundedCost(cost: number): number {
  return Number(cost.toPrecision(2));
}

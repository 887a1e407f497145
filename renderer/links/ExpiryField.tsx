import { Group, NumberInput, SegmentedControl, Select, Text } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { R2_LIMITS } from '../../shared/r2';
import { LAYERS } from '../ui/layers';
import classes from './Links.module.css';

const PRESETS = { hour: 3600, day: 86_400, week: 604_800 } as const;
const PRESET_NAMES = ['hour', 'day', 'week'] as const;
const UNITS = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;
type Unit = keyof typeof UNITS;
const UNIT_NAMES = ['second', 'minute', 'hour', 'day'] as const;

interface ExpiryFieldProps {
  readonly label: string;
  /** Seconds, 1 to 604,800. */
  readonly value: number;
  readonly choose: (seconds: number) => void;
  readonly help?: ReactNode;
}

/** How long a signed link works. */
export function ExpiryField({ label, value, choose, help }: ExpiryFieldProps) {
  const { t } = useTranslation('links');
  const id = useId();
  const preset = PRESET_NAMES.find((name) => PRESETS[name] === value);
  const [own, setOwn] = useState(preset === undefined);
  const pick = (name: string): void => {
    const known = PRESET_NAMES.find((one) => one === name);
    setOwn(known === undefined);
    if (known !== undefined) choose(PRESETS[known]);
  };
  return (
    <div>
      <div className={classes['label']} id={id}>
        {label}
      </div>
      <SegmentedControl
        aria-labelledby={id}
        value={own ? 'custom' : (preset ?? 'custom')}
        onChange={pick}
        data={[...PRESET_NAMES, 'custom' as const].map((name) => ({ value: name, label: t(`expiry.${name}`) }))}
      />
      {own && <OwnExpiry value={value} choose={choose} />}
      {help !== undefined && (
        <Text size="xs" c="dimmed" mt={6}>
          {help}
        </Text>
      )}
    </div>
  );
}

function OwnExpiry({ value, choose }: Pick<ExpiryFieldProps, 'value' | 'choose'>) {
  const { t } = useTranslation('links');
  const [unit, setUnit] = useState<Unit>(() => unitOf(value));
  const [amount, setAmount] = useState<number | string>(value / UNITS[unit]);
  const change = (next: number | string, of: Unit): void => {
    setAmount(next);
    setUnit(of);
    const seconds = Math.round(Number(next) * UNITS[of]);
    if (next !== '' && isPossible(seconds)) choose(seconds);
  };
  const possible = amount !== '' && isPossible(Math.round(Number(amount) * UNITS[unit]));
  return (
    <>
      <Group gap={8} mt={8} wrap="nowrap">
        <NumberInput
          aria-label={t('expiry.amount')}
          w={110}
          min={1}
          max={Math.floor(R2_LIMITS.maxPresignSeconds / UNITS[unit])}
          error={!possible}
          value={amount}
          onChange={(next) => change(next, unit)}
        />
        <Select
          aria-label={t('expiry.unit')}
          w={140}
          value={unit}
          onChange={(next) => change(amount, UNIT_NAMES.find((name) => name === next) ?? unit)}
          comboboxProps={{ zIndex: LAYERS.inDialog }}
          data={UNIT_NAMES.map((name) => ({ value: name, label: t(`expiry.units.${name}`) }))}
        />
      </Group>
      <Text size="xs" c={possible ? 'dimmed' : 'var(--flow-bad)'} mt={6}>
        {t('expiry.limit')}
      </Text>
    </>
  );
}

function isPossible(seconds: number): boolean {
  return seconds >= 1 && seconds <= R2_LIMITS.maxPresignSeconds;
}

/** The largest unit that a span is a whole number of. */
function unitOf(seconds: number): Unit {
  return [...UNIT_NAMES].reverse().find((name) => seconds % UNITS[name] === 0) ?? 'second';
}

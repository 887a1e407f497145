import { Checkbox, Chip, Group, NumberInput, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DEFAULT_HOURS, MIN_LIMIT, type LimitHours, type SpeedSettings } from '../../shared/work-settings';
import { useSlice } from '../mirror';
import { changeSettings } from './change-settings';
import classes from './SpeedLimit.module.css';

const MB = 1_000_000;
/** The week as it is read, Monday first; 0 is Sunday. */
const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

/** How fast files may move, and when that counts. */
export function SpeedLimit() {
  const { t } = useTranslation('settings');
  const { work } = useSlice('settings');
  const { speed } = work;
  const change = (part: Partial<SpeedSettings>): void =>
    changeSettings(({ work: now }) => ({ work: { ...now, speed: { ...now.speed, ...part } } }));
  return (
    <div className={classes['speed']}>
      <Switch
        label={t('work.limit')}
        description={t('work.limitHelp')}
        checked={speed.limited}
        onChange={(event) => change({ limited: event.currentTarget.checked })}
      />
      {speed.limited && (
        <div className={classes['inner']}>
          <Group gap={16}>
            <Rate label={t('work.upload')} value={speed.upload} choose={(upload) => change({ upload })} />
            <Rate label={t('work.download')} value={speed.download} choose={(download) => change({ download })} />
          </Group>
          <Checkbox
            label={t('work.hours')}
            checked={speed.hours !== null}
            onChange={(event) => change({ hours: event.currentTarget.checked ? DEFAULT_HOURS : null })}
          />
          {speed.hours !== null && <Hours hours={speed.hours} choose={(hours) => change({ hours })} />}
        </div>
      )}
    </div>
  );
}

interface RateProps {
  readonly label: string;
  readonly value: number | null;
  readonly choose: (bytesPerSecond: number | null) => void;
}

/** Megabytes a second; empty for no limit. */
function Rate({ label, value, choose }: RateProps) {
  const { t } = useTranslation('settings');
  return (
    <NumberInput
      label={label}
      placeholder={t('work.noLimit')}
      w={180}
      min={MIN_LIMIT / MB}
      max={10_000}
      decimalScale={2}
      step={1}
      suffix=" MB/s"
      value={value === null ? '' : value / MB}
      onChange={(typed) => {
        if (typed === '') choose(null);
        else if (Number(typed) * MB >= MIN_LIMIT) choose(Math.round(Number(typed) * MB));
      }}
    />
  );
}

function Hours({ hours, choose }: { readonly hours: LimitHours; readonly choose: (hours: LimitHours) => void }) {
  const { t, i18n } = useTranslation('settings');
  const dayName = new Intl.DateTimeFormat(i18n.language, { weekday: 'short' });
  return (
    <>
      <Group gap={16}>
        <Clock label={t('work.from')} minutes={hours.from} choose={(from) => choose({ ...hours, from })} />
        <Clock label={t('work.to')} minutes={hours.to} choose={(to) => choose({ ...hours, to })} />
      </Group>
      <Chip.Group
        multiple
        value={hours.days.map(String)}
        onChange={(days) => choose({ ...hours, days: days.map(Number) })}
      >
        <Group gap={6} role="group" aria-label={t('work.days')}>
          {WEEK.map((day) => (
            <Chip key={day} size="xs" value={String(day)}>
              {/* November 1, 2026 is a Sunday. */}
              {dayName.format(new Date(2026, 10, 1 + day))}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </>
  );
}

interface ClockProps {
  readonly label: string;
  readonly minutes: number;
  readonly choose: (minutes: number) => void;
}

function Clock({ label, minutes, choose }: ClockProps) {
  const two = (value: number): string => String(value).padStart(2, '0');
  return (
    <TextInput
      type="time"
      label={label}
      w={130}
      value={`${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`}
      onChange={(event) => {
        const [hour = '', minute = ''] = event.currentTarget.value.split(':');
        if (minute !== '') choose(Number(hour) * 60 + Number(minute));
      }}
    />
  );
}

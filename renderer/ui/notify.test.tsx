import { notifications, notificationsStore } from '@mantine/notifications';
import { afterEach, expect, it } from 'vitest';
import { notify } from './notify';

afterEach(() => notifications.clean());

const shown = () => notificationsStore.getState().notifications;

it('shows news that comes twice as one toast, and a new one, so that its time begins again', () => {
  notify.good({ title: 'Link copied' });
  const first = shown()[0]?.id;
  notify.good({ title: 'Link copied' });
  expect(shown().map(({ title }) => title)).toEqual(['Link copied']);
  expect(shown()[0]?.id).not.toBe(first);
});

it('leaves other news where it is', () => {
  notify.good({ title: 'Link copied' });
  notify.bad({ title: 'Link copied' });
  notify.good({ title: 'Renamed' });
  expect(shown()).toHaveLength(3);
});

import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconStackPop } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSlice } from '../mirror';
import { forgetUnfinished, useNavigation } from '../navigation';
import { UnfinishedDialog } from './UnfinishedDialog';

/** Opens what was begun in the bucket and never finished. */
export function UnfinishedButton() {
  const { t } = useTranslation('transfers');
  const { profiles, activeId } = useSlice('connections');
  const [opened, { open, close }] = useDisclosure(false);
  const { unfinished: isAsked } = useNavigation();
  useEffect(() => {
    if (!isAsked) return;
    open();
    forgetUnfinished();
  }, [isAsked, open]);
  const active = profiles.find(({ id }) => id === activeId);
  if (active === undefined) return null;
  return (
    <>
      <Button size="xs" variant="subtle" color="gray" leftSection={<IconStackPop size={15} />} onClick={open}>
        {t('unfinished.open')}
      </Button>
      {opened && <UnfinishedDialog connection={active} close={close} />}
    </>
  );
}

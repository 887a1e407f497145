import { Button, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSlice } from '../mirror';
import { formatCount } from '../ui/format';
import classes from './Listings.module.css';
import { order } from './order';

/** What is being listed to be downloaded: how far it is, and a way to stop it. */
export function Listings() {
  const { t } = useTranslation('transfers');
  const { listings } = useSlice('transfers');
  return listings.map(({ id, found }) => (
    // The number grows many times a second: it is not read out.
    <div key={id} className={classes['listing']}>
      <Loader size={14} aria-hidden />
      <span className={classes['words']}>{t('listing.found', { count: found, formatted: formatCount(found) })}</span>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        onClick={() => order('transfers.stopListing', { listingId: id })}
      >
        {t('listing.stop')}
      </Button>
    </div>
  ));
}

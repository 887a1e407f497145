import { Button } from '@mantine/core';
import { IconPhoto, IconPhotoPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { mediaUrls } from '../../shared/library';
import { IconButton } from '../ui/IconButton';
import { mediaSrc } from '../ui/media-src';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import type { FormReference } from './form-state';
import { changeForm, useForm } from './form-store';
import { chooseReference } from './reference-actions';
import classes from './ReferenceField.module.css';

/** A picture to start from: chosen, dropped on the form, or sent here by the library. */
export function ReferenceField({ dropping }: { readonly dropping: boolean }) {
  const { t } = useTranslation('generate');
  const { reference } = useForm();
  return (
    <div role="group" aria-label={t('reference')} className={classes['field']} data-over={dropping}>
      {reference === null ? (
        <>
          <IconPhotoPlus size={18} stroke={1.7} aria-hidden />
          <span className={classes['words']}>{t(dropping ? 'referenceDrop' : 'referenceHelp')}</span>
          <Button size="compact-sm" variant="default" onClick={() => drop(chooseReference())}>
            {t('referenceChoose')}
          </Button>
        </>
      ) : (
        <Chosen reference={reference} />
      )}
    </div>
  );
}

function Chosen({ reference }: { readonly reference: FormReference }) {
  const { t } = useTranslation('generate');
  return (
    <>
      <span className={classes['picture']} aria-hidden>
        {reference.kind === 'asset' ? (
          <img src={mediaSrc(mediaUrls.thumb({ assetId: reference.assetId, version: reference.assetId }))} alt="" />
        ) : (
          <IconPhoto size={18} stroke={1.7} />
        )}
      </span>
      <span className={classes['chosen']}>
        <span className={classes['caption']}>{t('reference')}</span>
        <MiddleTruncate text={reference.name} />
      </span>
      <IconButton size="md" label={t('referenceRemove')} onClick={() => changeForm({ reference: null })}>
        <IconX size={16} />
      </IconButton>
    </>
  );
}

import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSlice } from '../mirror';
import { useNavigation } from '../navigation';
import { takeBucket, takeRequest } from './form-store';
import { GenerateForm } from './GenerateForm';
import { ResultsPane } from './ResultsPane';
import classes from './GenerateScreen.module.css';

/** From a sentence to a picture in the bucket: the form on the left, what became of it on the right. */
export function GenerateScreen() {
  const { t } = useTranslation('generate');
  const { generateFrom, reference } = useNavigation();
  const { activeId } = useSlice('connections');
  // In this order: what is asked for comes from the bucket that is open now.
  useEffect(() => takeBucket(activeId), [activeId]);
  useEffect(() => takeRequest(), [generateFrom, reference]);
  return (
    <section className={classes['screen']} aria-label={t('title')}>
      <GenerateForm />
      <ResultsPane />
    </section>
  );
}

import { IconPhotoOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { CodeText } from './CodeText';
import classes from './Markdown.module.css';

const PLUGINS = [remarkGfm];

/** Nothing in a text from a bucket leads out of the app or loads anything: a link tells its address, a picture its words. */
const PARTS: Components = {
  a: ({ href, children }) => (
    <span className={classes['link']} title={href}>
      {children}
    </span>
  ),
  img: ({ alt, src }) => <RemotePicture alt={alt ?? ''} src={typeof src === 'string' ? src : ''} />,
  code: ({ className, children }) => {
    const language = /language-(\S+)/.exec(className ?? '')?.[1];
    if (language === undefined || typeof children !== 'string') return <code>{children}</code>;
    return <CodeText text={children} language={language} />;
  },
};

/** Markdown as a page of text. HTML in it is shown as it is written. */
export function MarkdownText({ text }: { readonly text: string }) {
  return (
    <div className={classes['markdown']} data-selectable>
      <Markdown remarkPlugins={PLUGINS} components={PARTS}>
        {text}
      </Markdown>
    </div>
  );
}

function RemotePicture({ alt, src }: { readonly alt: string; readonly src: string }) {
  const { t } = useTranslation('library');
  return (
    <span className={classes['picture']} title={src}>
      <IconPhotoOff size={16} stroke={1.7} aria-hidden />
      {alt === '' ? t('viewer.remotePicture') : alt}
    </span>
  );
}

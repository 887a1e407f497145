import { IconPhotoOff } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { CodeText } from './CodeText';
import { isLightMarkdown } from './light-markdown';
import { PlainText } from './PlainText';
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

/** Markdown as a page of text; as it is written where that would hold the window up. HTML in it is shown as it is written. */
export const MarkdownText = memo(function MarkdownText({ text }: { readonly text: string }) {
  if (!isLightMarkdown(text)) return <PlainText text={text} />;
  return (
    <div className={classes['markdown']} data-selectable>
      <Markdown remarkPlugins={PLUGINS} components={PARTS}>
        {text}
      </Markdown>
    </div>
  );
});

function RemotePicture({ alt, src }: { readonly alt: string; readonly src: string }) {
  const { t } = useTranslation('library');
  return (
    <span className={classes['picture']} title={src}>
      <IconPhotoOff size={16} stroke={1.7} aria-hidden />
      {alt === '' ? t('viewer.remotePicture') : alt}
    </span>
  );
}

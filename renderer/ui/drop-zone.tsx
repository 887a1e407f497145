import { Portal, Transition } from '@mantine/core';
import { IconFolder, IconUpload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { isAsking } from './asking';
import { onceDragEnds } from './drag-end';
import { isDragOut } from './drag-out';
import { folderUnder, isTakenElsewhere, lightUp, SELECTION_TYPE } from './drop-folder';
import { useMay } from './rights';
import { uploadFiles, uploadTarget, tellNotFiles } from './upload';
import classes from './drop-zone.module.css';

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable="true"]') !== null;
}

/** Files are over the window; `folder`: over one that takes them. */
interface DragOver {
  readonly folder: string | null;
}

/**
 * The drag is over the window until it leaves an element for none. What it enters and leaves cannot be counted: an element that goes
 * while the pointer is on it, as when a tile has arrived, is never left. What is dragged out of this page itself is none of its business.
 */
function useWindowDrag(): DragOver | null {
  const [over, setOver] = useState<DragOver | null>(null);
  const own = useRef(false);
  useEffect(() => {
    const stop = new AbortController();
    const isFromOutside = (): boolean => !own.current && !isDragOut();
    const reset = (): void => {
      setOver(null);
      lightUp(null);
    };
    const on = (
      name: 'dragstart' | 'dragenter' | 'dragover' | 'dragleave' | 'drop',
      hear: (event: DragEvent) => void,
    ) => window.addEventListener(name, hear, { signal: stop.signal });
    // One that was called off has no end.
    on('dragstart', (event) => {
      own.current = !event.defaultPrevented;
      if (own.current) onceDragEnds(event.target, () => (own.current = false));
    });
    on('dragenter', (event) => {
      event.preventDefault();
      if (isFromOutside() && hasFiles(event) && !isTakenElsewhere(event.target))
        setOver((now) => now ?? { folder: null });
    });
    on('dragleave', (event) => {
      if (event.relatedTarget === null) reset();
    });
    on('dragover', (event) => {
      if (isTakenElsewhere(event.target)) setOver(null);
      else if (isFromOutside() && hasFiles(event)) {
        const found = folderUnder(event.target);
        lightUp(found?.element ?? null);
        const folder = found?.prefix ?? null;
        setOver((now) => (now !== null && now.folder === folder ? now : { folder }));
      }
      // Without this the window would navigate to what is dropped.
      event.preventDefault();
      if (event.dataTransfer !== null && !event.dataTransfer.types.includes(SELECTION_TYPE))
        event.dataTransfer.dropEffect = hasFiles(event) && isFromOutside() ? 'copy' : 'none';
    });
    on('drop', (event) => {
      event.preventDefault();
      const into = folderUnder(event.target)?.prefix ?? null;
      reset();
      if (!isFromOutside() || isTakenElsewhere(event.target)) return;
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) drop(uploadFiles(files, into));
      else tellNotFiles();
    });
    return () => stop.abort();
  }, []);
  return over;
}

function usePaste(): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || isEditable(event.target) || isAsking()) return;
      event.preventDefault();
      drop(uploadFiles(files));
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, []);
}

/** Takes files, folders and pictures dropped or pasted anywhere in the window, and says where they will go. */
export function DropZone() {
  const over = useWindowDrag();
  usePaste();
  return (
    <Portal>
      <Transition mounted={over !== null} transition="fade" duration={140}>
        {(style) => (
          <div
            className={classes['overlay']}
            style={style}
            data-testid="drop-overlay"
            data-folder={over !== null && over.folder !== null}
          >
            <DropTarget folder={over?.folder ?? null} />
          </div>
        )}
      </Transition>
    </Portal>
  );
}

function DropTarget({ folder }: { readonly folder: string | null }) {
  const { t } = useTranslation();
  const target = uploadTarget();
  const may = useMay();
  return (
    <div className={classes['frame']}>
      <div className={classes['stack']} aria-hidden>
        <span />
        <span />
        <span>
          <IconUpload size={38} stroke={1.6} />
        </span>
      </div>
      <div className={classes['title']}>{t('drop.title')}</div>
      {target === null || !may.write ? (
        <div className={classes['help']}>{t(target === null ? 'drop.noConnection' : 'rights.readOnly')}</div>
      ) : (
        <>
          <div className={classes['where']}>
            <span className={classes['into']}>{t('drop.into')}</span>
            <span className={classes['path']}>
              <IconFolder size={17} aria-hidden />
              {[target.bucket, ...(folder ?? target.prefix).split('/').filter((part) => part !== '')].join(' / ')}
            </span>
          </div>
          <div className={classes['help']}>{t('drop.folders')}</div>
        </>
      )}
    </div>
  );
}

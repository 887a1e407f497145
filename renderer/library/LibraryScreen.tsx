import { useCallback, useEffect, useState } from 'react';
import { useSlice } from '../mirror';
import { FilterChips } from './FilterChips';
import { Inspector } from './Inspector';
import { FrameContext, type MenuPlace, ModelContext, RowsContext } from './library-model';
import { PlaceLine } from './PlaceLine';
import { RowGrid } from './RowGrid';
import { RowMenu } from './RowMenu';
import { ScanLine } from './ScanNote';
import { SelectionBar } from './SelectionBar';
import { StaleBanner, Void } from './States';
import { Toolbar } from './Toolbar';
import { useCovered } from './use-covered';
import { useLibraryModel } from './use-library-model';
import { UnlinkedLine } from './UnlinkedLine';
import { useSelectionOffer } from './use-selection-offer';
import { viewKnowledge } from './view-knowledge';
import { Viewer } from './viewer/Viewer';
import classes from './LibraryScreen.module.css';

/** The bucket as a gallery: find, look, pick, share. */
export function LibraryScreen() {
  const { activeId } = useSlice('connections');
  return activeId === null ? null : <OpenLibrary key={activeId} connectionId={activeId} />;
}

function OpenLibrary({ connectionId }: { readonly connectionId: string }) {
  const library = useSlice('library');
  const { inspectorOpen, viewerInfoOpen } = useSlice('settings');
  const [viewing, setViewing] = useState(false);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const closeViewer = useCallback(() => setViewing(false), []);
  const closeMenu = useCallback(() => setMenu(null), []);
  const covered = useCovered();
  const { model, frame, shown } = useLibraryModel(connectionId, {
    view: () => setViewing(true),
    menu: setMenu,
  });
  useSelectionOffer(model);
  const knowledge = viewKnowledge(model.rows, model.view, library);
  const isShown = knowledge.kind !== 'loading';
  // For the library bench: from here on a person sees their bucket.
  useEffect(() => {
    if (isShown) performance.mark('library-shown');
  }, [isShown]);
  return (
    <ModelContext value={model}>
      <FrameContext value={frame}>
        <RowsContext value={shown}>
          {/* Behind the viewer nothing of this can be reached. */}
          <div className={classes['screen']} inert={viewing} aria-hidden={viewing}>
            <section className={classes['content']}>
              <Toolbar />
              <PlaceLine known={isShown && knowledge.kind !== 'unreadable'} />
              <FilterChips />
              <ScanLine />
              <UnlinkedLine />
              <StaleBanner />
              <div className={classes['body']}>
                <RowGrid busy={!isShown} />
                <Void knowledge={knowledge} />
                <SelectionBar />
              </div>
            </section>
            {inspectorOpen && <Inspector resting={viewing && viewerInfoOpen} />}
          </div>
          <RowMenu place={menu} close={closeMenu} />
          <Viewer opened={viewing} close={closeViewer} covered={covered} />
        </RowsContext>
      </FrameContext>
    </ModelContext>
  );
}

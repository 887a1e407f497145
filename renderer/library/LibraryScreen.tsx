import { useCallback, useEffect, useState } from 'react';
import { useSlice } from '../mirror';
import { readNavigation, useNavigation } from '../navigation';
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
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const closeMenu = useCallback(() => setMenu(null), []);
  const covered = useCovered();
  const { viewing, searched, view, closeViewer } = useViewing();
  const { model, frame, shown } = useLibraryModel(connectionId, {
    view,
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
          <Viewer opened={viewing} close={closeViewer} covered={covered} returnFocus={!searched} />
        </RowsContext>
      </FrameContext>
    </ModelContext>
  );
}

interface Viewing {
  readonly viewing: boolean;
  /** The viewer was closed by a wish to search, and the focus is the search field's. */
  readonly searched: boolean;
  readonly view: () => void;
  readonly closeViewer: () => void;
}

/** Whether the viewer is open. Who asks for the search field closes it in the same step: behind it, the field cannot be reached. */
function useViewing(): Viewing {
  const { searchRequest } = useNavigation();
  const [viewedAt, setViewedAt] = useState<number | null>(null);
  const view = useCallback(() => setViewedAt(readNavigation().searchRequest), []);
  // One that a search has closed stays closed by that.
  const closeViewer = useCallback(() => setViewedAt((at) => (at === readNavigation().searchRequest ? null : at)), []);
  const viewing = viewedAt === searchRequest;
  return { viewing, searched: viewedAt !== null && !viewing, view, closeViewer };
}

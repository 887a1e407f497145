import { ActionIcon, Button, Menu, SegmentedControl, Slider } from '@mantine/core';
import {
  IconChevronDown,
  IconFileImport,
  IconFolderUp,
  IconLayoutGrid,
  IconLayoutSidebarRight,
  IconList,
  IconSparkles,
  IconUpload,
} from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { Settings } from '../../shared/settings';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { askReceive } from '../links/requests';
import { navigate, uploadPrefix } from '../navigation';
import { IconButton } from '../ui/IconButton';
import { useMay } from '../ui/rights';
import { pickAndUpload } from '../ui/upload';
import { TILE_SIZES } from './grid-layout';
import { useLibraryFrame } from './library-model';
import { SearchBox } from './SearchBox';
import classes from './Toolbar.module.css';

function change(patch: Partial<Settings>): void {
  drop(ask('settings.update', patch));
}

/** Search, how things look, and the two ways in which something new comes. */
export const Toolbar = memo(function Toolbar() {
  return (
    <div className={classes['bar']} role="toolbar" aria-label={useTranslation('library').t('toolbar.label')}>
      <SearchBox />
      <span className={classes['space']} />
      <LookControls />
      <Sources />
    </div>
  );
});

function LookControls() {
  const { t } = useTranslation('library');
  const { layout, tileSize, setTileSize } = useLibraryFrame();
  const { inspectorOpen } = useSlice('settings');
  return (
    <>
      {layout === 'grid' && (
        <Slider
          className={classes['slider'] ?? ''}
          size={4}
          thumbSize={14}
          label={null}
          thumbLabel={t('toolbar.tileSize')}
          min={TILE_SIZES.min}
          max={TILE_SIZES.max}
          step={TILE_SIZES.step}
          value={tileSize}
          onChange={(size) => setTileSize(size, false)}
          onChangeEnd={(size) => setTileSize(size, true)}
        />
      )}
      <SegmentedControl
        size="xs"
        className={classes['layout'] ?? ''}
        aria-label={t('toolbar.layout')}
        value={layout}
        onChange={(value) => change({ libraryLayout: value === 'list' ? 'list' : 'grid' })}
        data={[
          { value: 'grid', label: <LookIcon name={t('toolbar.grid')} icon={<IconLayoutGrid size={17} />} /> },
          { value: 'list', label: <LookIcon name={t('toolbar.list')} icon={<IconList size={17} />} /> },
        ]}
      />
      <IconButton
        label={t('toolbar.inspector')}
        pressed={inspectorOpen}
        className={classes['toggle'] ?? ''}
        onClick={() => change({ inspectorOpen: !inspectorOpen })}
      >
        <IconLayoutSidebarRight size={19} stroke={1.7} />
      </IconButton>
    </>
  );
}

function LookIcon({ name, icon }: { readonly name: string; readonly icon: React.ReactNode }) {
  return (
    <span className={classes['look']} role="img" aria-label={name} title={name}>
      {icon}
    </span>
  );
}

function Sources() {
  const { t } = useTranslation('library');
  const may = useMay();
  // Nothing new can come here; the line above says why.
  if (!may.write) return null;
  return (
    <>
      <Button
        variant="default"
        className={classes['generate'] ?? ''}
        leftSection={<IconSparkles size={18} stroke={1.7} />}
        aria-label={t('toolbar.generate')}
        onClick={() => navigate('generate')}
      >
        <span className={classes['label']}>{t('toolbar.generate')}</span>
      </Button>
      <Button.Group className={classes['upload'] ?? ''}>
        <Button
          leftSection={<IconUpload size={18} stroke={1.8} />}
          aria-label={t('toolbar.uploadFiles')}
          onClick={() => drop(pickAndUpload('files'))}
        >
          <span className={classes['label']}>{t('toolbar.upload')}</span>
        </Button>
        <IconButton
          label={t('toolbar.uploadFolder')}
          variant="filled"
          color="ember"
          className={`${classes['folder']} ${classes['middle']}`}
          onClick={() => drop(pickAndUpload('folder'))}
        >
          <IconFolderUp size={18} stroke={1.8} />
        </IconButton>
        <MoreWays />
      </Button.Group>
    </>
  );
}

/** Further ways to upload, such as with a look at what comes of it first. */
function MoreWays() {
  const { t } = useTranslation(['uploads', 'links']);
  const { activeId } = useSlice('connections');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          aria-label={t('options')}
          variant="filled"
          color="ember"
          className={`${classes['folder']} ${classes['more']}`}
        >
          <IconChevronDown size={16} stroke={1.8} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUpload size={16} />} onClick={() => drop(pickAndUpload('files', true))}>
          {t('filesWithOptions')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFolderUp size={16} />} onClick={() => drop(pickAndUpload('folder', true))}>
          {t('folderWithOptions')}
        </Menu.Item>
        {activeId !== null && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconFileImport size={16} />} onClick={() => askReceive(activeId, uploadPrefix())}>
              {t('links:menu.receive')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

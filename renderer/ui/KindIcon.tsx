import { IconFile, IconFileText, IconFolder, IconMovie, IconMusic, IconPhoto } from '@tabler/icons-react';
import type { MediaKind } from '../../shared/media';

const ICONS = {
  image: IconPhoto,
  video: IconMovie,
  audio: IconMusic,
  document: IconFileText,
  other: IconFile,
  folder: IconFolder,
} as const;

/** The picture for a kind of file; decoration, its name stands beside it. */
export function KindIcon({ kind, size = 18 }: { readonly kind: MediaKind | 'folder'; readonly size?: number }) {
  const Icon = ICONS[kind];
  return <Icon size={size} stroke={1.6} aria-hidden />;
}

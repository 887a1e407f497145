import {
  IconClock,
  IconLinkOff,
  IconMovie,
  IconWeight,
  IconMusic,
  IconPhoto,
  IconSparkles,
  IconStack2,
} from '@tabler/icons-react';
import type { SmartView } from '../../shared/library';

/** The pictures of the smart views. */
export const VIEW_ICONS: Readonly<Record<SmartView, typeof IconPhoto>> = {
  all: IconStack2,
  images: IconPhoto,
  videos: IconMovie,
  audio: IconMusic,
  generated: IconSparkles,
  recent: IconClock,
  large: IconWeight,
  unlinked: IconLinkOff,
};

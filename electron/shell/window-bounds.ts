import { screen, type BrowserWindow } from 'electron';
import { z } from 'zod';
import type { DocumentStore } from './document-store';
import type { WindowBounds } from './window';

const bounds = z.object({ x: z.int(), y: z.int(), width: z.int().min(200), height: z.int().min(200) });

/** The window's last place, if a screen still shows it. */
export function readBounds(document: DocumentStore): WindowBounds | null {
  const parsed = bounds.safeParse(document.read());
  if (!parsed.success) return null;
  const area = screen.getDisplayMatching(parsed.data).workArea;
  const { x, y, width, height } = parsed.data;
  const visible = x < area.x + area.width && x + width > area.x && y < area.y + area.height && y + height > area.y;
  return visible ? parsed.data : null;
}

/** Remembers the window's place when it closes. */
export function keepBounds(window: BrowserWindow, document: DocumentStore): void {
  window.on('close', () => document.write(window.getNormalBounds()));
}

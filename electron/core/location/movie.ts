import { type Box, boxesIn, childrenOf, neutralize } from './boxes';
import { type Editable, partOf, says, Uncleanable } from './editable';
import { cleanItems } from './heif';
import { isPlaceKey } from './place-names';
import { cleanXmp } from './xmp';

/** XMP part 3, 1.2.7.1 */
const XMP_UUID = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex').toString('latin1');
/** QuickTime's place, and 3GPP's (TS 26.244, 8.10). */
const PLACES = new Set(['\xa9xyz', 'loci']);

/** Tracks that are seen, heard or read. What else there is carries measurements, of which the place is the usual one. */
const PLAIN_TRACKS = new Set(['vide', 'soun', 'text', 'sbtl', 'subt', 'clcp', 'tmcd', 'hint', 'pict', 'auxv']);
/** A recorder's subtitles tell where it was. */
const RECORDERS = /dji|gps/i;

/**
 * Cleans a film or a picture in ISO's or QuickTime's boxes: MP4, MOV, HEIC, AVIF. `embedded`: something else may follow it. `inner`:
 * it is the film of a motion photo, and has none of its own. Where a track may tell the place from moment to moment (GoPro, DJI,
 * dashcams), throws `Uncleanable`: without its track the file would be another one.
 */
export async function cleanMovie(file: Editable, where: 'whole' | 'embedded' | 'inner'): Promise<void> {
  for await (const box of boxesIn(file, 0, where === 'embedded')) {
    if (box.type === 'moov') await cleanContainer(box.body);
    else if (box.type === 'meta') await cleanMeta(box.body, file);
    else if (box.type === 'mpvd') await cleanMotion(box.body, where);
    else await cleanPacket(box);
  }
}

/** The film of a HEIC or AVIF motion photo (Motion Photo format 1.0). */
async function cleanMotion(film: Editable, where: 'whole' | 'embedded' | 'inner'): Promise<void> {
  if (where === 'inner') throw new Uncleanable('unknown');
  await cleanMovie(film, 'inner');
}

/** A film or a track. */
async function cleanContainer(inside: Editable): Promise<void> {
  for await (const box of boxesIn(inside)) {
    // Dashcams: a list of where in the file the places are.
    if (box.type === 'gps ') throw new Uncleanable('unknown');
    if (box.type === 'trak') {
      await refusePlaceTracks(box.body);
      await cleanContainer(box.body);
    } else if (box.type === 'udta') await cleanUserData(box.body);
    else if (box.type === 'meta') await cleanMeta(box.body, null);
    else await cleanPacket(box);
  }
}

async function cleanUserData(inside: Editable): Promise<void> {
  for await (const box of boxesIn(inside, 0, true)) {
    if (PLACES.has(box.type)) neutralize(inside, box);
    else if (box.type === 'XMP_') await cleanXmp(box.body);
    else if (box.type === 'meta') await cleanMeta(box.body, null);
    else await cleanPacket(box);
  }
}

async function cleanPacket(box: Box): Promise<void> {
  if (await isXmp(box)) await cleanXmp(partOf(box.body, 16));
}

/** Whether the box holds an XMP packet, behind the 16 bytes that say so. */
export async function isXmp({ type, body }: Box): Promise<boolean> {
  return type === 'uuid' && (await says(body, 0, XMP_UUID));
}

/** `file`: what the places of items count from; null where there are no items. */
async function cleanMeta(inside: Editable, file: Editable | null): Promise<void> {
  // ISO's has a version in front of its boxes, QuickTime's has not.
  const from = (await says(inside, 4, 'hdlr')) ? 0 : 4;
  if (file !== null) await cleanItems(inside, from, file);
  const children = await childrenOf(inside, from);
  const list = children.get('ilst');
  if (list === undefined) return;
  const keys = await keysIn(children.get('keys'));
  for await (const item of boxesIn(list.body, 0, true)) {
    const name = keys[Buffer.from(item.type, 'latin1').readUInt32BE() - 1];
    const text = item.type === '----' ? (await item.body.read(0, item.body.size)).toString('latin1') : (name ?? '');
    if (PLACES.has(item.type) || isPlaceKey(text)) neutralize(list.body, item);
  }
}

async function keysIn(box: Box | undefined): Promise<readonly string[]> {
  if (box === undefined) return [];
  const names: string[] = [];
  for await (const { body } of boxesIn(box.body, 8)) {
    names.push((await body.read(0, body.size)).toString('latin1'));
  }
  return names;
}

async function refusePlaceTracks(track: Editable): Promise<void> {
  const media = (await childrenOf(track)).get('mdia');
  if (media === undefined) return;
  const parts = await childrenOf(media.body);
  const handler = parts.get('hdlr');
  if (handler === undefined) return;
  const words = (await handler.body.read(0, handler.body.size)).toString('latin1');
  const kind = words.slice(8, 12);
  if (kind === 'vide' || kind === 'soun') return;
  const isPlain = PLAIN_TRACKS.has(kind) || (await isHarmlessMetadata(parts.get('minf')));
  if (!isPlain || RECORDERS.test(words)) throw new Uncleanable('unknown');
}

/** Apple's `mebx` names what it tells: how a face or the phone was held, say. */
async function isHarmlessMetadata(information: Box | undefined): Promise<boolean> {
  const tables = information && (await childrenOf(information.body)).get('stbl');
  const descriptions = tables && (await childrenOf(tables.body)).get('stsd');
  if (descriptions === undefined) return false;
  for await (const { type, body } of boxesIn(descriptions.body, 8)) {
    if (type !== 'mebx') return false;
    if (isPlaceKey((await body.read(0, body.size)).toString('latin1'))) return false;
  }
  return true;
}

export interface ElectronRecord {
  readonly wanted: string;
  readonly version: string;
  readonly executable: string;
}
export const recordFile: string;
export function electronPath(): string;
export function electronDist(): string;
export function electronRecord(): ElectronRecord;

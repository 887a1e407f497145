import type { TransferItem } from '../../../shared/transfer';
import type { TransferRecord } from './journal/records';

/** An item of the list with what only this run knows of it. */
export interface Entry {
  readonly sequence: number;
  record: TransferRecord;
  /** What others see; a new object with every change. */
  item: TransferItem;
  failedTries: number;
  sourceChanges: number;
}

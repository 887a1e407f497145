/** A notification of the system. */
export interface Note {
  readonly title: string;
  readonly body: string;
}

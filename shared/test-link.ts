import type { ObjectLink } from './link';

/** A link to a small picture that the app has stored for it. */
export interface TestLink {
  readonly key: string;
  readonly link: ObjectLink;
}

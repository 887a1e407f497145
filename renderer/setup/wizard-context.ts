import { createContext, use } from 'react';
import type { ConnectionProfile } from '../../shared/connection';
import type { WizardEvent, WizardState } from './wizard-state';

export interface Wizard {
  readonly state: WizardState;
  readonly send: (event: WizardEvent) => void;
  /** The connection that is being changed; null while a new one is made. */
  readonly editing: ConnectionProfile | null;
  /** Leaves without saving; null while there is no other place to be. */
  readonly cancel: (() => void) | null;
}

export const WizardContext = createContext<Wizard | null>(null);

/** The wizard that this part of the page stands in. */
export function useWizard(): Wizard {
  const wizard = use(WizardContext);
  if (wizard === null) throw new Error('This stands outside the wizard.');
  return wizard;
}

import { Late } from '../ui/late';

export const lateWizard = new Late(async () => (await import('./SetupWizard')).SetupWizard);

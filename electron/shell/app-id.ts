/**
 * The `appId` of the package. On Windows the shortcuts that the installer makes carry it: only what names itself the same is one app with
 * them, in the taskbar and in notifications (electronjs.org/docs/latest/api/app#appsetappusermodelidid-windows).
 */
export const APP_ID = 'dev.flowmedia.app';

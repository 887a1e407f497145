// A test starts the app with what a desktop session gives a program, and with none of the secrets that may lie beside it.
const PASSED_ON = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'TZ',
  'TMPDIR',
  'DISPLAY',
  'XAUTHORITY',
  'WAYLAND_DISPLAY',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_CURRENT_DESKTOP',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
  'SystemRoot',
  'APPDATA',
  'LOCALAPPDATA',
  'TEMP',
  'USERPROFILE',
];

export function cleanEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(passed), ELECTRON_ENABLE_SECURITY_WARNINGS: '1', ...more };
}

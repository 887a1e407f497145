import os from 'node:os';
import { app } from 'electron';
import type { StateSlices } from '../../shared/state';
import { DATA_VERSION } from '../core/data-folder/data-version';
import { diagnosticsReport } from '../core/diagnostics/report';
import type { Transfers } from '../core/transfers/transfers-api';
import type { Log } from './log';

const LOG_BYTES = 64 * 1024;
const MAX_FAILURES = 500;

export interface DiagnosticsDeps {
  readonly log: Pick<Log, 'tail'>;
  readonly transfers: Pick<Transfers, 'rows'>;
  readonly slices: () => StateSlices;
}

/** What somebody who helps needs to know of this computer's app: a text without a secret in it. */
export async function diagnostics({ log, transfers, slices }: DiagnosticsDeps): Promise<string> {
  const { rows } = transfers.rows(0, MAX_FAILURES, 'failed');
  const failures = rows.flatMap(({ state }) => (state.kind === 'failed' ? [state.failure.code] : []));
  return diagnosticsReport({ program: program(), slices: slices(), failures, log: await log.tail(LOG_BYTES) });
}

function program(): readonly string[] {
  const { electron, chrome, node } = process.versions;
  return [
    `Flow Media ${app.getVersion()}${app.isPackaged ? '' : ', from its sources'}, data version ${DATA_VERSION}`,
    `Electron ${electron}, Chromium ${chrome}, Node ${node}`,
    `${process.platform} ${process.getSystemVersion()} ${process.arch}, kernel ${os.release()}, ${app.getLocale()}`,
    `${os.cpus().length} processors, ${megabytes(os.totalmem())} MB of memory, ${megabytes(os.freemem())} MB of it free`,
    `Running for ${Math.round(process.uptime() / 60)} minutes, ${megabytes(process.memoryUsage.rss())} MB in the main process`,
  ];
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}

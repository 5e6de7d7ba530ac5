import type { Version } from '../../../server/src/index.ts';
import { readVersion } from '../../../server/src/index.ts';
import type { Host } from '../host/host.ts';
import type { Pair } from '../pair.ts';
export interface HostFacts {
  readonly version?: Version;
  readonly packageManager?: string;
  readonly missingPackages: readonly string[];
  readonly services: ReadonlyMap<string, { known: boolean; active: boolean; enabled: boolean }>;
}
export async function readFacts(host: Host, pair: Pair): Promise<HostFacts> {
  const out = await host.ask(
    'keepalived --version 2>&1 | head -1; for s in "$@"; do echo "$s $(systemctl is-active $s) $(systemctl is-enabled $s 2>/dev/null)"; done',
    [...pair.inventory.services],
  );
  const [first = '', ...lines] = out.trim().split('\n');
  const version = readVersion(/v(\d+\.\d+\.\d+)/.exec(first)?.[1] ?? '');
  return {
    ...(version && { version }),
    packageManager: 'apt',
    missingPackages: [],
    services: new Map(
      lines.map((line) => {
        const [name = '', active, enabled = ''] = line.split(' ');
        return [name, { known: true, active: active === 'active', enabled: enabled === 'enabled' }];
      }),
    ),
  };
}
export const preflight = (): { node: string; severity: 'error' | 'warning'; name: string; message: string }[] => [];

// What the events of a scenario do to real hosts.
import type { ClusterEvent } from '../../server/src/cluster/scenario.ts';
import type { Files } from './disk.ts';
import type { Host, Lab } from './hosts.ts';
import { ip } from './switch.ts';

const CONFIG = '/etc/keepalived/keepalived.conf';

const CONTROL_GROUP = '/sys/fs/cgroup/system.slice/keepalived.service';

/** A host that is told from others over HTTP: ngx1 answers web1. */
export const filesOfHost = (name: string, config: string): Files => ({
  [CONFIG]: config,
  '/usr/share/nginx/html/index.html': `${name.replace('ngx', 'web')}\n`,
});

/** A vrrp_script that looks at this file fails while it exists. */
export const failureFile = (script: string): string => `/srv/${script}.fails`;
/** What a track_file looks at. */
export const valueFile = (trackFile: string): string => `/srv/${trackFile}.value`;

/** Lets it happen; answers when it happened, in milliseconds since 1970. `texts` has the files of reloads by label. */
export async function act(lab: Lab, event: ClusterEvent, texts: Readonly<Record<string, string>>): Promise<number> {
  const begin = Date.now();
  switch (event.kind) {
    case 'down':
      await lab.host(event.node).powerOff();
      return begin;
    case 'stop':
      await lab.host(event.node).run('systemctl', ['stop', 'keepalived']);
      return begin;
    case 'crash':
      // All at once: a child that outlives its parent for a moment says goodbye.
      lab.host(event.node).write({ [`${CONTROL_GROUP}/cgroup.kill`]: '1' });
      return begin;
    case 'up':
      return comeUp(lab.host(event.node));
    case 'partition':
      await lab.switch.partition(event.sides);
      return begin;
    case 'heal':
      await lab.switch.heal();
      return begin;
    case 'reload': {
      const host = lab.host(event.node);
      host.write({ [CONFIG]: texts[event.label]! });
      // A reload that keepalived does not survive fails; what has become of the addresses is the question then.
      await host.run('systemctl', ['reload', 'keepalived']).catch(() => undefined);
      return begin;
    }
    case 'fails':
    case 'recovers':
      await change(lab, event);
      return begin;
    case 'disabled':
      throw new Error('A script that does not run has to be in the configuration from the beginning.');
  }
}

/** The clock runs from keepalived's start; the host's own is another matter. */
async function comeUp(host: Host): Promise<number> {
  if (host.isOn) await host.run('systemctl', ['start', 'keepalived']);
  else await host.boot();
  const show = ['show', '--property=ExecMainStartTimestampMonotonic', '--value', 'keepalived'];
  const startedAt = Number(await host.run('systemctl', show)) / 1e3;
  return Date.now() - (Number(process.hrtime.bigint()) / 1e6 - startedAt);
}

type Failure = Extract<ClusterEvent, { kind: 'fails' | 'recovers' }>;

async function change(lab: Lab, { kind, what, name, node }: Failure): Promise<void> {
  const host = lab.host(node);
  const fails = kind === 'fails';
  switch (what) {
    case 'script':
      if (fails) host.write({ [failureFile(name)]: '' });
      else host.remove(failureFile(name));
      return;
    case 'file':
      return host.write({ [valueFile(name)]: fails ? '1\n' : '0\n' });
    case 'interface':
      return ip(lab.keeper, node, [`link set ${name} ${fails ? 'down' : 'up'}`]);
    default:
      throw new Error(`The lab has no way to make a ${what} fail.`);
  }
}

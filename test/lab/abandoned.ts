// A lab whose process does not end it: started by hosts.test.ts, which ends the process instead.
import { startLab } from './hosts.ts';

const lab = await startLab({ ngx1: {} });
await lab.hosts[0]!.boot();
process.stdout.write(`${JSON.stringify({ keeper: lab.keeper.pid, cgroup: lab.keeper.cgroup })}\n`);

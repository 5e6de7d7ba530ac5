/** SELinux lets keepalived run a script freely only under a label of its own. */
import { type Concern, warning } from './finding.ts';
import { scriptUsesOf } from './scriptUses.ts';

const LABEL = 'keepalived_unconfined_script_exec_t';
/** Where the usual policy gives that label to whatever is put there. */
const FOLDER = '/usr/libexec/keepalived/';

export const selinux: Concern = ({ config, facts }) => {
  if (!facts.enforcesSelinux) return [];
  const programs = new Set(scriptUsesOf(config).map(({ program }) => program));
  return [...programs].flatMap((program) => {
    if (!program.startsWith('/') || program.startsWith(FOLDER)) return [];
    const type = facts.scripts.get(program)?.label?.split(':')[2];
    // The system's own programs (bin_t, ping_exec_t) run as far as keepalived itself may.
    if (type === LABEL || (type?.match(/^bin_t$|_exec_t$/) && !program.startsWith('/usr/local/'))) return [];
    const message = `SELinux is enforcing, and ${program} ${type ? `has the label ${type}` : 'has no label yet'}: it may be kept from running, or from what it looks at. Put it into ${FOLDER}, or: semanage fcontext -a -t ${LABEL} '${program}' && restorecon -v '${program}' (ausearch -m avc shows what was denied).`;
    return [warning('SELinux', message)];
  });
};

/** Whom scripts run as (lib/notify.c, get_default_script_user): the user named with them, script_user, keepalived_script, root. */
import type { Node } from '../../../server/src/index.ts';
import type { HostFacts, UserFacts } from '../host/facts.ts';
import { type Concern, error, type Finding } from './finding.ts';
import { namesOf, type ScriptUse, scriptUsesOf } from './scriptUses.ts';

export const DEFAULT_USER = 'keepalived_script';
const ROOT: UserFacts = { uid: 0, gid: 0 };

/** Undefined where there is no such user or group. */
export function runsAs({ user, group }: ScriptUse, { users, groups }: HostFacts): UserFacts | undefined {
  if (user === undefined) return users.get(DEFAULT_USER) ?? ROOT;
  const own = users.get(user);
  const gid = group === undefined ? own?.gid : groups.get(group);
  return own && gid !== undefined ? { uid: own.uid, gid } : undefined;
}

export const scriptUsers: Concern = ({ config, facts }) => {
  const users = namesOf(config.settings, 'user').filter((name) => !facts.users.has(name));
  const groups = namesOf(config.settings, 'group').filter((name) => !facts.groups.has(name));
  return [
    ...users.map((name) => {
      const message = `There is no user ${name}, so keepalived does not run the scripts that are to run as ${name}. Make one: useradd --system --no-create-home --shell /usr/sbin/nologin ${name}.`;
      return error('script user', message);
    }),
    ...groups.map((name) => {
      const message = `There is no group ${name}, so keepalived does not run the scripts that are to run with it. Make one: groupadd --system ${name}.`;
      return error('script user', message);
    }),
    ...noDefault(config, facts),
  ];
};

function noDefault(config: Node, { users }: HostFacts): Finding[] {
  const first = scriptUsesOf(config).find(({ user }) => user === undefined);
  if (!first || !config.globals.scriptSecurity?.value || users.has(DEFAULT_USER)) return [];
  const message = `enable_script_security is set, and neither script_user nor the user ${DEFAULT_USER} is there: keepalived drops ${first.what} and all other scripts without a user. Add "script_user root" to global_defs, or: useradd --system --no-create-home --shell /usr/sbin/nologin ${DEFAULT_USER}.`;
  return [error('script user', message)];
}

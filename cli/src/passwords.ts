/** Passwords for sudo that come with the environment. */

const COMMON = 'KEEPALIVED_HA_SUDO_PASSWORD';

export interface Passwords {
  /** Undefined where none was given. */
  of(node: string): string | undefined;
}

/** The variable that holds a node's own. */
export const passwordVariable = (node: string): string => `${COMMON}_${node.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;

/** Takes them out of the environment, so that no program that is started from here inherits them. */
export function takePasswords(environment: NodeJS.ProcessEnv): Passwords {
  const taken = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || (name !== COMMON && !name.startsWith(`${COMMON}_`))) continue;
    taken.set(name, value);
    delete environment[name];
  }
  return { of: (node) => taken.get(passwordVariable(node)) ?? taken.get(COMMON) };
}

/** What may go wrong between this machine and a host. */

export type SshProblemKind =
  | 'no-ssh'
  | 'unknown-host-key'
  | 'changed-host-key'
  | 'not-let-in'
  | 'too-late'
  | 'too-large'
  | 'no-text'
  | 'cancelled'
  | 'lost'
  | 'failed';

export interface SshProblem {
  readonly kind: SshProblemKind;
  /** The last that ssh, or the host, said. */
  readonly said: string;
}

/** Ends whatever needed the host. */
export class SshError extends Error {
  override readonly name = 'SshError';
  readonly destination: string;
  readonly problem: SshProblem;

  constructor(destination: string, problem: SshProblem) {
    super(`${destination}: ${inWords(destination, problem)}`);
    this.destination = destination;
    this.problem = problem;
  }
}

/** What to do is a part of what is said. */
function inWords(destination: string, { kind, said }: SshProblem): string {
  const detail = said === '' ? '' : ` (${said})`;
  switch (kind) {
    case 'no-ssh':
      return `ssh could not be started; install OpenSSH's client${detail}`;
    case 'unknown-host-key':
      return `its host key is not known; connect once with "ssh ${destination}" and compare the fingerprint`;
    case 'changed-host-key':
      return "it shows another host key than the one known; find out why before you go on, then correct ssh's known_hosts";
    case 'not-let-in':
      return `it does not let us in; load a key that it knows into your agent (ssh-add)${detail}`;
    case 'too-late':
      return `it did not answer in time${detail}`;
    case 'too-large':
      return 'it answered with more than we take';
    case 'no-text':
      return 'what it answered is no text';
    case 'cancelled':
      return 'cancelled';
    case 'lost':
      return `the connection was lost${detail}`;
    case 'failed':
      return `cannot be reached${detail}`;
  }
}

export function kindOf(said: string): SshProblemKind {
  if (said.includes('REMOTE HOST IDENTIFICATION HAS CHANGED')) return 'changed-host-key';
  if (/host key is known for .* requested strict checking/.test(said)) return 'unknown-host-key';
  return said.includes('Permission denied (') ? 'not-let-in' : 'failed';
}

export const lastLine = (said: string): string =>
  said
    .trimEnd()
    .split(/\r?\n/)
    .at(-1)!
    .replace(/\p{Cc}/gu, ' ')
    .trim();

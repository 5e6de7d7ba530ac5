/** Whoever has a deployment done: a person at a terminal or an editor, or a script that has said yes beforehand. */
import type { InventoryNode } from './inventory.ts';
import type { Plan } from './plan.ts';
import type { Progress } from './report/recorder.ts';
import type { OfferedKey } from './ssh/hostKey.ts';

export interface Operator {
  /** Nothing is changed on any host before this. */
  consents(plan: Plan): Promise<boolean>;
  /** A drill takes addresses away for a moment: what happens and how long it may take, a sentence each. */
  allowsInterruption(announcement: readonly string[]): Promise<boolean>;
  /** The host's key is not known yet; `fingerprint` is as ssh shows it. */
  trusts(key: OfferedKey): Promise<boolean>;
  /** The host's sudo wants one; undefined where there is none to give. */
  sudoPassword(node: InventoryNode): Promise<string | undefined>;
  /** An earlier deployment did not come to its end. Undefined: leave it as it is, and do nothing. */
  settles(unfinished: readonly Unfinished[]): Promise<'finish' | 'restore' | undefined>;
  hear(progress: Progress): void;
}

export interface Unfinished {
  readonly node: string;
  /** When it began, as the host's clock had it: 2026-11-25T15:40:48Z. */
  readonly since: string;
  /** Who had it done: user@machine. */
  readonly by: string;
  /** Files that it may have changed. */
  readonly files: readonly string[];
}

/** What every way to use a pair's hosts has in common. */
export interface Undertaking {
  readonly operator: Operator;
  /** Ends it; what was changed is put back first. */
  readonly signal: AbortSignal;
  /** For ssh's `-F`. */
  readonly sshConfig?: string;
}

/** What a deployment will change, known before anything is touched. */

export interface Plan {
  readonly nodes: readonly NodePlan[];
  /** What is done, one thing after the other, and why in that order; a sentence each. */
  readonly order: readonly string[];
  /** The hosts are already as they should be. */
  readonly isEmpty: boolean;
}

export interface NodePlan {
  readonly node: string;
  readonly host: string;
  /** To be installed. */
  readonly packages: readonly string[];
  readonly files: readonly FileChange[];
  readonly services: readonly ServiceChange[];
}

export interface FileChange {
  /** Absolute path on the node. */
  readonly target: string;
  /** Absolute path here; missing where it comes from the host's own backup. */
  readonly source?: string;
  readonly isConfig: boolean;
  /** Missing where there is no such file yet. */
  readonly before?: Buffer;
  /** Missing where there will be no such file any more. */
  readonly after?: Buffer;
  /** Octal, where one is asked for. */
  readonly mode?: string;
  /** Octal, where the one that is asked for is another than that of the file. */
  readonly modes?: { readonly before: string; readonly after: string };
}

export interface ServiceChange {
  readonly name: string;
  readonly action: 'enable' | 'start' | 'reload' | 'restart' | 'stop' | 'disable';
  readonly why: string;
}

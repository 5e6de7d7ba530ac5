/** Ends a deployment and has it put back; says what happened, where, and what to do. */
export class Failure extends Error {
  override readonly name = 'Failure';
  /** The node it happened on; missing where it concerns all. */
  readonly node?: string;

  constructor(message: string, node?: string) {
    super(node === undefined ? message : `${node}: ${message}`);
    if (node !== undefined) this.node = node;
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

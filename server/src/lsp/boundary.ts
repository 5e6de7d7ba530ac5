/** The one place where errors and cancellation of handlers are dealt with. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

export interface Log {
  error(message: string): void;
}

export interface Boundary {
  /**
   * A handler of requests that cannot fail: an error is logged and answered with `empty`, a cancelled request is
   * answered as such (RequestCancelled), whether it is noticed before or after the work.
   */
  request<P, R>(
    name: string,
    empty: R,
    handle: (params: P) => R | Promise<R>,
  ): (params: P, token: CancellationToken) => Promise<R | ResponseError<never>>;
  /** A handler of notifications and timers that cannot fail. */
  notification<P>(name: string, handle: (params: P) => void | Promise<void>): (params: P) => Promise<void>;
}

export function createBoundary(log: Log): Boundary {
  const report = (name: string, error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error(`${name} failed: ${text}`);
  };
  return {
    request: (name, empty, handle) => async (params, token) => {
      const cancelled = new ResponseError<never>(LSPErrorCodes.RequestCancelled, `${name} was cancelled`);
      if (token.isCancellationRequested) return cancelled;
      try {
        const result = await handle(params);
        return token.isCancellationRequested ? cancelled : result;
      } catch (error) {
        report(name, error);
        return empty;
      }
    },
    notification: (name, handle) => async (params) => {
      try {
        await handle(params);
      } catch (error) {
        report(name, error);
      }
    },
  };
}

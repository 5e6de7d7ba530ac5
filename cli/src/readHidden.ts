/** Passwords. */
import type { ReadStream } from 'node:tty';

/** A line of which nothing is shown; undefined where it is cut off. The terminal may vanish meanwhile. */
export function readHidden(terminal: ReadStream, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    let typed = '';
    const end = (line?: string): void => {
      terminal.off('data', onKeys).off('end', onEnd);
      signal.removeEventListener('abort', onEnd);
      setRaw(terminal, false);
      terminal.pause();
      resolve(line);
    };
    const onEnd = (): void => end();
    const onKeys = (keys: string): void => {
      for (const key of keys) {
        switch (key) {
          case '\r':
          case '\n':
            end(typed);
            return;
          case '\x04':
            end();
            return;
          case '\x03':
            // Ctrl-C is a key like any other now.
            process.emit('SIGINT', 'SIGINT');
            return;
          case '\x7f':
          case '\b':
            typed = [...typed].slice(0, -1).join('');
            break;
          default:
            typed += key;
        }
      }
    };
    setRaw(terminal, true);
    terminal.setEncoding('utf8').on('data', onKeys).on('end', onEnd).resume();
    signal.addEventListener('abort', onEnd);
  });
}

function setRaw(terminal: ReadStream, isRaw: boolean): void {
  try {
    terminal.setRawMode(isRaw);
  } catch {
    // It is gone.
  }
}

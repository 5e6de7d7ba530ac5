// Log files and output channels of the VS Code that `installVsCode` installs. They are written by a native module, which
// nothing has compiled; preloaded into VS Code's processes, this file takes its place.
import { appendFileSync, mkdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname } from 'node:path';

const NAMES = ['trace', 'debug', 'info', 'warn', 'error', 'critical'] as const;

/** As much of spdlog's logger as VS Code calls. Files do not rotate: they live as long as a test. */
class Logger {
  readonly #file: string;
  #level = 2;
  #pattern = (_level: string, message: string): string => message;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
  }

  #write(level: number, message: string): void {
    if (level >= this.#level) appendFileSync(this.#file, `${this.#pattern(NAMES[level]!, message)}\n`);
  }

  trace = (message: string): void => this.#write(0, message);
  debug = (message: string): void => this.#write(1, message);
  info = (message: string): void => this.#write(2, message);
  warn = (message: string): void => this.#write(3, message);
  error = (message: string): void => this.#write(4, message);
  critical = (message: string): void => this.#write(5, message);
  getLevel = (): number => this.#level;
  setLevel(level: number): void {
    this.#level = level;
  }
  /** Whatever the pattern: VS Code has one. */
  setPattern(): void {
    this.#pattern = (level, message) =>
      `${new Date().toISOString().slice(0, 23).replace('T', ' ')} [${level}] ${message}`;
  }
  clearFormatters(): void {
    this.#pattern = (_, message) => message;
  }
  flush(): void {}
  drop(): void {}
}

export const setFlushOn = (): void => undefined;
export const createAsyncRotatingLogger = async (_name: string, file: string): Promise<Logger> => new Logger(file);
export const createRotatingLogger = createAsyncRotatingLogger;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@vscode/spdlog' ? { url: import.meta.url, shortCircuit: true } : next(specifier, context),
});

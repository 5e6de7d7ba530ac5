// Looks for texts in the arguments and the environment of every process of the machine, again and again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface Sighting {
  readonly where: 'arguments' | 'environment';
  readonly onHost: boolean;
  /** Of the program, as the kernel has it. */
  readonly program: string;
  readonly text: string;
}

export interface ProcessWatch {
  /** All that it has seen, each once. */
  end(): Promise<readonly Sighting[]>;
}

/** Hosts of a lab are seen too: their processes are the machine's. */
export function watchProcesses(texts: readonly string[]): ProcessWatch {
  const watcher = spawn(process.execPath, [fileURLToPath(import.meta.url)], { stdio: ['pipe', 'pipe', 'inherit'] });
  watcher.stdin.write(`${JSON.stringify(texts)}\n`);
  const ended = once(watcher, 'close');
  const sightings: Sighting[] = [];
  createInterface(watcher.stdout).on('line', (line) => sightings.push(JSON.parse(line)));
  return {
    async end() {
      watcher.stdin.end();
      await ended;
      return sightings;
    },
  };
}

/** Milliseconds between two rounds. */
const PAUSE = 3;

/** The texts come on standard input, where this very watch does not find them. */
async function watch(): Promise<void> {
  const input = createInterface(process.stdin);
  const [line] = await once(input, 'line');
  const texts: readonly string[] = JSON.parse(line);
  let isOver = false;
  input.on('close', () => {
    isOver = true;
  });
  const here = readlinkSync('/proc/self/ns/uts');
  const told = new Set<string>();
  const files = { arguments: 'cmdline', environment: 'environ' } as const;
  while (!isOver) {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      for (const [where, file] of Object.entries(files)) {
        try {
          const text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
          if (!texts.some((wanted) => text.includes(wanted)) || told.has(text)) continue;
          told.add(text);
          const onHost = readlinkSync(`/proc/${pid}/ns/uts`) !== here;
          const program = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
          process.stdout.write(`${JSON.stringify({ where, onHost, program, text: text.replaceAll('\0', ' ') })}\n`);
        } catch {
          // It has ended in the meantime.
        }
      }
    }
    await sleep(PAUSE);
  }
}

if (import.meta.main) await watch();

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type RunOptions, root, run } from './steps.ts';

/** A real VS Code as a web server, the same workbench and extension host as on the desktop: code-server from npm. */
const version = '4.139.1';
const cache = join(root, '.cache/vscode');
const codeServer = join(cache, 'node_modules/code-server');

/** Preloaded into its processes. */
const logWriter = pathToFileURL(join(root, 'scripts/vscodeLog.ts')).href;

/** Quiet: nothing that asks, downloads or phones home, and nothing beside the editor. */
const userSettings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.editor.useModal': 'off',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.menuBarVisibility': 'hidden',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'npm.fetchOnlinePackageInfo': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'remote.autoForwardPorts': false,
  'editor.minimap.enabled': false,
  'files.autoSave': 'off',
  'files.simpleDialog.enable': true,
};

/**
 * Installs VS Code into the cache folder unless it is there already. Its lifecycle scripts would compile what nobody
 * needs here, so none of them runs; the packages inside are pinned by the shrink-wrap files it brings along.
 */
export async function installVsCode({ signal }: Pick<RunOptions, 'signal'> = {}): Promise<void> {
  const stamp = join(cache, 'installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return;
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'package.json'), '{ "private": true }\n');
  const npm = (cwd: string, ...args: string[]) =>
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...args], signal ? { cwd, signal } : { cwd });
  await npm(cache, '--save-exact', `code-server@${version}`);
  await npm(join(codeServer, 'lib/vscode'), '--omit=dev');
  await npm(join(codeServer, 'lib/vscode/extensions'), '--omit=dev');
  writeFileSync(stamp, version);
}

export interface VsCodeOptions {
  /** An empty folder that takes the place of the home folder; the caller removes it after `stop`. */
  home: string;
  /** The extension to install. */
  vsix: string;
  /** The folder that the bare address opens. */
  folder?: string;
  /** 0, the default, takes a free one. */
  port?: number;
  /** Settings of the machine that the server runs on. */
  machineSettings?: Readonly<Record<string, unknown>>;
  /** Whether a folder has to be trusted first. */
  asksForTrust?: boolean;
  /** What stands before the server's own command line, such as `nsenter` and its arguments. */
  through?: readonly string[];
  signal?: AbortSignal;
}

export interface VsCode {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** Waits for a browser to connect, then opens the files in it. */
  openFiles(files: readonly string[], signal: AbortSignal): Promise<void>;
  /** Ends the server and everything it started. */
  stop(): Promise<void>;
}

/** Starts VS Code on the loopback address, with one extension. Wants `installVsCode` first. */
export async function startVsCode(options: VsCodeOptions): Promise<VsCode> {
  const { home, vsix, folder, port = 0, machineSettings = {}, asksForTrust = false, through = [], signal } = options;
  const data = join(home, 'data');
  const config = join(home, 'config.yaml');
  const socket = join(home, 'session.sock');
  const settings = {
    User: { ...userSettings, 'security.workspace.trust.enabled': asksForTrust },
    Machine: machineSettings,
  };
  for (const [scope, values] of Object.entries(settings)) {
    mkdirSync(join(data, scope), { recursive: true });
    writeFileSync(join(data, scope, 'settings.json'), JSON.stringify(values, undefined, 2));
  }
  writeFileSync(config, 'auth: none\ncert: false\n');
  const places = ['--user-data-dir', data, '--extensions-dir', join(home, 'extensions'), '--config', config];
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'xdg'),
    XDG_DATA_HOME: join(home, 'xdg'),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  };
  delete env.NODE_OPTIONS;
  delete env.VSCODE_IPC_HOOK_CLI;
  delete env.PORT; // code-server reads it too; the port is on its command line

  const install = [codeServer, ...places, '--install-extension', vsix];
  await run(process.execPath, install, signal ? { env, signal } : { env });

  const log = join(home, 'server.log');
  const logFile = openSync(log, 'w');
  const [command = '', ...words] = [
    ...[...through, process.execPath, `--import=${logWriter}`, codeServer, ...places],
    ...['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--session-socket', socket],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
    ...(asksForTrust ? [] : ['--disable-workspace-trust']),
    ...(folder === undefined ? [] : [folder]),
  ];
  // A process group of its own, so that everything it starts can be ended with it.
  const server = spawn(command, words, { env, detached: true, stdio: ['ignore', logFile, logFile] });
  const exited = once(server, 'exit');
  const kill = (name: NodeJS.Signals) => {
    const running = server.exitCode === null && server.signalCode === null;
    if (server.pid !== undefined && running) process.kill(-server.pid, name);
  };
  const killAtOnce = () => kill('SIGKILL');
  process.once('exit', killAtOnce); // for a process that ends without having asked for `stop`
  const stop = async () => {
    kill('SIGTERM');
    const late = setTimeout(killAtOnce, 5000);
    await exited;
    clearTimeout(late);
    process.off('exit', killAtOnce);
  };

  const started = Date.now();
  for (;;) {
    const url = /listening on (http:\/\/[\d.]+:\d+)/.exec(readFileSync(log, 'utf8'))?.[1];
    if (url !== undefined) return { url, stop, openFiles: (files, until) => openFiles(socket, files, until) };
    if (server.exitCode !== null || Date.now() - started > 30_000 || signal?.aborted) {
      await stop();
      throw new Error(`VS Code did not start:\n${readFileSync(log, 'utf8')}`);
    }
    await delay(50);
  }
}

/** Speaks to VS Code as its own command `code FILE...` does: asks for a window, then tells that window to open files. */
async function openFiles(sessionSocket: string, files: readonly string[], signal: AbortSignal): Promise<void> {
  const query = new URLSearchParams({ filePath: files[0] ?? '' });
  while (!signal.aborted) {
    const session: { socketPath?: string } = JSON.parse(await ask(sessionSocket, 'GET', `/session?${query}`));
    if (session.socketPath !== undefined) {
      const open = { type: 'open', folderURIs: [], fileURIs: files, forceReuseWindow: true, gotoLineMode: true };
      await ask(session.socketPath, 'POST', '/', JSON.stringify(open));
      return;
    }
    await delay(500);
  }
}

function ask(socketPath: string, method: string, path: string, body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const message = request({ socketPath, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.once('end', () => resolve(text));
    });
    message.once('error', reject);
    message.end(body);
  });
}

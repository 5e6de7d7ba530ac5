// Brings a fresh clone to the point where everything else runs, then runs one script of ours:
//   node scripts/setup.mjs [--tests] [SCRIPT [ARGUMENT...]]
// This file alone runs on the machine's own Node.js (20 or later) and imports nothing that has to be installed first;
// it installs the Node.js 24 that all other scripts run on.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node24 = join(root, 'node_modules/node/bin/node');

/** What the tests want from the system: the Debian package, how to see that it is there, and what it is for. */
const systemPackages = [
  { name: 'keepalived', programs: ['keepalived'], purpose: 'the checks against keepalived itself' },
  { name: 'iproute2', programs: ['ip'], purpose: 'the checks in network namespaces' },
  { name: 'systemd', file: '/lib/systemd/systemd', purpose: 'the lab of real hosts' },
  { name: 'nginx', programs: ['nginx'], purpose: 'the web servers of the lab' },
  { name: 'openssh-server', programs: ['sshd'], purpose: 'reading a configuration over SSH, and the lab' },
  { name: 'nftables', programs: ['nft'], purpose: 'the checks of firewalls' },
  { name: 'iptables', programs: ['iptables'], purpose: 'the checks of firewalls' },
  { name: 'ansible-core', programs: ['ansible-playbook'], purpose: 'running what export ansible writes' },
  { name: 'sudo', programs: ['sudo'], purpose: 'deploying to hosts of the lab as a user who becomes root' },
  { name: 'chromium', programs: ['chromium', 'chromium-browser', 'google-chrome'], purpose: 'the tests in the editor' },
  { name: 'fonts-dejavu-core', file: '/usr/share/fonts/truetype/dejavu', purpose: 'readable screenshots' },
];

function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`"${[command, ...args].join(' ')}" failed${error ? `: ${error.message}` : ''}`);
}

/** Installs the npm packages when they are missing or older than the lock file. */
function installNodeModules() {
  const installed = join(root, 'node_modules/.package-lock.json');
  const fresh =
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
  if (fresh && existsSync(node24)) return;
  const started = Date.now();
  console.log('Installing the npm packages…');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (!existsSync(node24)) {
    throw new Error('npm did not run the install script of its package "node"; allow it and try again');
  }
  console.log(`Installing the npm packages… done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function isInstalled(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}

/** Installs what the tests want from the system where it may (root, apt), else says what is missing. */
function installSystemPackages() {
  const missing = systemPackages.filter(({ programs, file }) =>
    file === undefined ? !programs.some(isInstalled) : !existsSync(file),
  );
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  if (process.getuid?.() !== 0 || !isInstalled('apt-get')) {
    console.log('Missing on this machine; the tests that need it are left out:');
    for (const { name, purpose } of missing) console.log(`  ${name}, for ${purpose}`);
    console.log(`  On Debian or Ubuntu: sudo apt-get install --no-install-recommends ${names.join(' ')}`);
    return;
  }
  console.log(`Installing the system packages ${names.join(', ')}…`);
  // The tests start what they need themselves: no daemon shall start because its package was installed.
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n');
    chmodSync(policy, 0o755);
  }
  try {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['-qq', 'update'], env);
    run('apt-get', ['-qq', '-o', 'Dpkg::Use-Pty=0', 'install', '-y', '--no-install-recommends', ...names], env);
  } finally {
    if (ours) rmSync(policy);
  }
}

/** Runs a script on Node.js 24 with our exit code as its own; signals go on to it, so that it can end what it started. */
function runScript(script, args) {
  const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const child = spawn(node24, [join(root, script), ...args], { stdio: 'inherit', env: { ...process.env, PATH: path } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

const args = process.argv.slice(2);
const forTests = args[0] === '--tests';
const [script, ...rest] = forTests ? args.slice(1) : args;
try {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Error(`this needs Node.js 20, not ${process.version}`);
  installNodeModules();
  if (forTests) installSystemPackages();
  if (script !== undefined) runScript(script, rest);
} catch (error) {
  console.error(`Set-up: ${error.message}`);
  process.exitCode = 1;
}

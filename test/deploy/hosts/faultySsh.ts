// The system's ssh with a standard input that comes to an early end, and perhaps its own: see program.ts.
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import type { SshFault } from './program.ts';

const [, ...others] = process.env.PATH!.split(delimiter);
const { after, kind }: SshFault = JSON.parse(process.env.KEEPALIVED_HA_TEST_FAULT!);
const ssh = spawn('ssh', process.argv.slice(2), {
  stdio: ['pipe', 'inherit', 'inherit'],
  env: { ...process.env, PATH: others.join(delimiter) },
});
ssh.stdin.on('error', () => undefined);
ssh.on('close', (code) => process.exit(code ?? 255));
let left = after;
let isCut = false;
process.stdin.on('end', () => isCut || ssh.stdin.end());
process.stdin.on('data', (chunk: Buffer) => {
  const part = chunk.subarray(0, left);
  left -= part.length;
  if (part.length > 0) ssh.stdin.write(part);
  if (isCut || part.length === chunk.length) return;
  isCut = true;
  if (kind === 'ends') ssh.stdin.end();
  // What was passed on shall have arrived.
  else setTimeout(() => ssh.kill('SIGKILL'), 200);
});

// The system's ssh, which is killed when so many bytes have come on its standard input: see program.ts.
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';

const [, ...others] = process.env.PATH!.split(delimiter);
let left = Number(process.env.KEEPALIVED_HA_TEST_BYTES);
const ssh = spawn('ssh', process.argv.slice(2), {
  stdio: ['pipe', 'inherit', 'inherit'],
  env: { ...process.env, PATH: others.join(delimiter) },
});
ssh.stdin.on('error', () => undefined);
ssh.on('close', (code) => process.exit(code ?? 255));
process.stdin.on('end', () => ssh.stdin.end());
process.stdin.on('data', (chunk: Buffer) => {
  const part = chunk.subarray(0, left);
  left -= part.length;
  ssh.stdin.write(part);
  // What was passed on shall have arrived.
  if (part.length < chunk.length) setTimeout(() => ssh.kill('SIGKILL'), 200);
});

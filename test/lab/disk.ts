// What the hosts' disks hold besides the machine's own files.
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Texts by absolute path. */
export type Files = Readonly<Record<string, string>>;

/** On every host: sshd, nginx and keepalived, and nothing else that the machine may have set up for itself. */
export const sharedFiles: Files = {
  // What this machine's root has in there would run at every command that comes over ssh, and may wait for others.
  '/root/.bashrc': '',
  '/etc/fstab': '',
  '/etc/systemd/journald.conf': '[Journal]\nStorage=volatile\nRateLimitIntervalSec=0\nReadKMsg=no\nAudit=no\n',
  '/etc/systemd/system/lab.target': `[Unit]
Description=A host of the lab
Requires=basic.target
After=basic.target
Wants=systemd-journald.service ssh.service nginx.service keepalived.service
`,
  '/etc/default/keepalived': '',
  '/etc/ssh/sshd_config': `HostKey /etc/ssh/ssh_host_ed25519_key
PermitRootLogin prohibit-password
PasswordAuthentication no
UsePAM no
UseDNS no
Subsystem sftp /usr/lib/openssh/sftp-server
`,
  '/etc/nginx/nginx.conf': `user www-data;
worker_processes 1;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;
events { worker_connections 256; }
http {
    access_log off;
    default_type text/html;
    keepalive_timeout 0;
    server { listen 80 default_server; root /usr/share/nginx/html; }
}
`,
};

/** On one of them, which knows the others by their names. */
export const filesOf = (name: string, addresses: ReadonlyMap<string, string>): Files => ({
  '/etc/hostname': `${name}\n`,
  '/etc/hosts': ['127.0.0.1 localhost', ...[...addresses].map(([host, address]) => `${address} ${host}`), ''].join(
    '\n',
  ),
  // An empty one would be taken for a first boot, at which systemd enables whatever is installed.
  '/etc/machine-id': `${randomUUID().replaceAll('-', '')}\n`,
});

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

// A user who becomes root with sudo.
import type { Bench } from './bench.ts';

/** Hosts that let us in as a user who may do what the rule of sudoers says. */
export async function becomeUser(
  { lab, inventory }: Pick<Bench, 'lab' | 'inventory'>,
  rule: string,
  password: string | undefined,
): Promise<void> {
  const script = `
    useradd --create-home deployer
    install -d -m 700 -o deployer /home/deployer/.ssh
    install -m 600 -o deployer /root/.ssh/authorized_keys /home/deployer/.ssh/
    rm -r /root/.ssh
    echo "deployer ALL=(root) $1" >/etc/sudoers.d/deployer
    chmod 440 /etc/sudoers.d/deployer
    chpasswd </root/passwords
    rm /root/passwords
  `;
  for (const host of lab.hosts) {
    // Without one sshd would not let the user in.
    host.write({ '/root/passwords': `deployer:${password ?? 'any'}\n` });
    await host.run('sh', ['-ec', script, 'sh', rule]);
  }
  inventory(({ nodes }) => {
    for (const node of Object.values(nodes)) {
      node.host = node.host.replace('root@', 'deployer@');
      node.become = 'sudo';
    }
  });
}

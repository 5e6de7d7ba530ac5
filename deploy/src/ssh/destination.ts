/** What stands in a destination, which ssh itself takes as it is. */

/**
 * Whether ssh takes a text as where to connect to: `ngx1`, `root@192.168.10.11`, `ssh://root@ngx1:2222`. It would take a
 * leading dash for an option, in a user's or a host's name as well.
 */
export const isDestination = (text: string): boolean => /^(?!-)(?!.*[@/]-)[^\s\p{Cc}]+$/u.test(text);

export interface Destination {
  readonly user?: string;
  /** A name, an alias of the user's ssh_config, or an address without brackets. */
  readonly host: string;
  readonly port?: number;
}

/**
 * Both ways to write one: `[user@]host`, and `ssh://[user@]host[:port]` where the user may be percent-encoded and have
 * parameters behind it (draft-ietf-secsh-scp-sftp-ssh-uri).
 */
export function readDestination(text: string): Destination {
  const url = /^ssh:\/\/([^/]*)/.exec(text)?.[1];
  const written = url ?? text;
  const at = url === undefined ? written.lastIndexOf('@') : written.indexOf('@');
  const user = written.slice(0, Math.max(0, at));
  const host = written.slice(at + 1);
  if (url === undefined) return { ...(user && { user }), host };
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(host) ?? [];
  return {
    ...(user && { user: percentDecoded(user.replace(/;.*/s, '')) }),
    host: bracketed ?? plain ?? host,
    ...(port !== undefined && { port: Number(port) }),
  };
}

const percentDecoded = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

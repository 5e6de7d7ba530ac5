import { readAddress } from './addresses.ts';
import { readInteger } from './values.ts';

/** Where a virtual or a real server listens. */
export interface Endpoint {
  readonly family: 4 | 6;
  readonly canonical: string;
  /** 0 where none is written. */
  readonly port: number;
}

/**
 * An address with its port (lib/utils.c, inet_stosockaddr): a `/length` or a `-range` is cut off, a zone is not known.
 * A port of nothing but zeros is none.
 */
export function readEndpoint(address: string, port: string | undefined): Endpoint | undefined {
  const [host = ''] = address.split(address.includes('-') ? '-' : '/', 1);
  const read = /[%/]/.test(host) ? undefined : readAddress(host);
  const number = port === undefined || /^0*$/.test(port) ? 0 : readInteger(port, 1, 65_535);
  if (!read || number === undefined) return undefined;
  return { family: read.family, canonical: read.canonical, port: number };
}

import { isIPv4, isIPv6 } from 'node:net';
import { isDestination } from '../../../deploy/src/ssh/destination.ts';
import type { Translate } from '../translate.ts';

/**
 * What is wrong with an answer to one of the questions of "New HA Pair…", in words for the user; undefined when it will
 * do. The limits are keepalived's own.
 */
export type Problem = string | undefined;

/** A node's name is also a folder's name, and its router_id. */
export function nodeNameProblem(name: string, t: Translate): Problem {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)
    ? undefined
    : t('A name has letters, digits, dots, dashes and underscores, and begins with a letter or digit.');
}

/** As a deployment wants it. */
export function hostProblem(host: string, t: Translate): Problem {
  return isDestination(host)
    ? undefined
    : t('Write a destination as ssh takes it, such as root@192.168.10.11. It has no blanks and no leading dash.');
}

/** The kernel's limit is 15 characters; keepalived refuses the loopback interface. */
export function interfaceProblem(name: string, t: Translate): Problem {
  if (name === 'lo') return t('Adverts do not travel over the loopback interface.');
  return /^[A-Za-z0-9_][\w.:-]{0,14}$/.test(name)
    ? undefined
    : t('An interface name has 1 to 15 letters, digits, dots, dashes and underscores.');
}

/** `hosts` are the SSH destinations of the nodes: an address of their own cannot be the virtual one. */
export function addressProblem(address: string, hosts: string[], t: Translate): Problem {
  const [literal = '', prefix] = address.split(/\/(.*)/s);
  const longest = isIPv4(literal) ? 32 : isIPv6(literal) && !literal.includes('%') ? 128 : 0;
  if (longest === 0) return t('Write an IPv4 or IPv6 address, such as 192.168.10.111 or 2001:db8::111.');
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= longest)) {
    return t('The prefix length is a number from 0 to {0}.', longest);
  }
  const owner = hosts.find((host) => host.slice(host.indexOf('@') + 1) === literal);
  return owner && t('{0} is the node itself. The virtual address is one that neither node has.', owner);
}

/** `free` are the virtual router IDs that the workspace does not use. */
export function virtualRouterIdProblem(id: string, free: number[], t: Translate): Problem {
  const number = /^\d{1,3}$/.test(id) ? Number(id) : 0;
  if (number < 1 || number > 255) return t('A virtual router ID is a number from 1 to 255.');
  return free.includes(number)
    ? undefined
    : t('{0} is used by another configuration in this workspace. {1} is free.', number, free[0] ?? '-');
}

/** keepalived reads 8 bytes; the characters left out end a word, begin a comment or a block, or name a variable. */
export function passwordProblem(password: string, t: Translate): Problem {
  return /^(?:(?!["'#!{}$\\])[!-~]){1,8}$/.test(password)
    ? undefined
    : t('A password has 1 to 8 letters, digits and signs, without quotes, braces, blanks, #, !, $ and \\.');
}

/** Relative, and below the workspace. */
export function folderProblem(folder: string, t: Translate): Problem {
  return folder.split('/').every((name) => /^[\p{L}\p{N}_][\p{L}\p{N}_. -]*$/u.test(name))
    ? undefined
    : t('Write a folder below the workspace, such as clusters/web.');
}

export function sameAddress(a: string, b: string): boolean {
  return withoutPrefix(a) === withoutPrefix(b);
}

function withoutPrefix(address: string): string {
  return address.replace(/\/.*/s, '').toLowerCase();
}

/** Files lie beside the old ones until they take their places, and the old ones are kept. */
import { posix } from 'node:path';
import { STATE } from '../apply/lock.ts';
import type { Placement } from '../pair.ts';
import { type Concern, error, type Finding } from './finding.ts';

const BLOCK = 4;
/** KiB for what is written down about a deployment. */
const RECORDS = 64;

/** All that is written to. */
export const foldersOf = (placements: readonly Placement[]): string[] => [
  ...new Set([...placements.map(({ target }) => posix.dirname(target)), STATE]),
];

export const space: Concern = ({ placements, facts }) => {
  const needed = new Map<string, number>();
  const add = (folder: string, kib: number): void => {
    const mount = facts.folders.get(folder)?.mount;
    if (mount !== undefined) needed.set(mount, (needed.get(mount) ?? 0) + kib);
  };
  for (const { target, content } of placements) {
    const kib = Math.ceil(content.length / 1024 / BLOCK) * BLOCK;
    add(posix.dirname(target), kib);
    // As far as one can tell before it was read, the old one is as large.
    add(STATE, kib);
  }
  add(STATE, RECORDS);
  const full = [...needed].flatMap(([mount, kib]): Finding[] => {
    const free = [...facts.folders.values()].find((folder) => folder.mount === mount)!.free;
    if (free >= kib) return [];
    const message = `The file system at ${mount} has ${Math.max(0, free)} KiB left, and ${kib} KiB are needed for the new files and the backup. Make room: df -h ${mount}; du -xh ${mount} | sort -h | tail.`;
    return [error('free space', message)];
  });
  const readOnly = [...facts.folders].flatMap(([folder, { writable, mount }]): Finding[] => {
    if (writable) return [];
    const message = `${folder} cannot be written to: the file system at ${mount} is read-only. Find out why (dmesg), then: mount -o remount,rw ${mount}.`;
    return [error('free space', message)];
  });
  return [...full, ...readOnly];
};

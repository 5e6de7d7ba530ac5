/** Outlines in a square of 16 by 16. Shapes differ as well as colours do, so that nothing is said by colour alone. */
import type { Icon, NodeCard, Verdict } from '../features/failoverMessages.ts';

export const FAILURES: Readonly<Record<Icon, string>> = {
  power: 'M8 1.5v6 M4.6 3.6a5.5 5.5 0 1 0 6.8 0',
  stop: 'M3.5 3.5h9v9h-9z',
  interface: 'M5 1.5v4 M11 1.5v4 M3.5 5.5h9v3a4.5 4.5 0 0 1-9 0z M8 13v2',
  check: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  partition: 'M1 8h4 M11 8h4 M6.5 12l3-8',
};

export const STATES: Readonly<Record<NodeCard['state'], string>> = {
  up: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12 M5.2 8.2l2 2 3.6-4.2',
  failing: 'M8 1.8L15 14H1z M8 6v4 M8 11.6v.8',
  off: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12 M5.7 5.7l4.6 4.6 M10.3 5.7l-4.6 4.6',
};

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  owned: 'M3 8.5l3.2 3.2L13 4.8',
  nobody: 'M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12 M3.8 12.2l8.4-8.4',
  split: 'M8 1.8L15 14H1z M8 6v4 M8 11.6v.8',
};

export const MOVED = 'M2 8h11 M9 4l4 4-4 4';
export const PLAY = 'M4.5 2.5l8 5.5-8 5.5z';
export const REMOVE = 'M4 4l8 8 M12 4l-8 8';
export const UNFOLD = 'M6 3.5l4.5 4.5L6 12.5';

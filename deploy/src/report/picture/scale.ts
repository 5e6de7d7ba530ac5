/** Where a moment stands in the picture of a timeline. */
import type { Timeline } from '../report.ts';
import { round } from './parts.ts';

/** Lengths are pixels. */
export interface Scale {
  readonly left: number;
  readonly width: number;
  readonly right: number;
  /** Of a time of the timeline; what is outside of it stands at its edges. */
  x(at: number): number;
  /** Of seconds from the beginning. */
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
}

const PIXELS_A_SECOND = 24;
const NARROWEST = 640;
const WIDEST = 1440;
const CLOSEST_TICKS = 70;
const TICK_SECONDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600];

export function scaleOf({ began, ended }: Timeline, left: number): Scale {
  const seconds = Math.max(ended - began, 1) / 1000;
  const width = Math.round(Math.min(WIDEST, Math.max(NARROWEST, seconds * PIXELS_A_SECOND)));
  const x = (at: number): number => round(left + Math.min(1, Math.max(0, (at - began) / (seconds * 1000))) * width);
  const room = (step: number): boolean => (step / seconds) * width >= CLOSEST_TICKS;
  const step = TICK_SECONDS.find(room) ?? seconds;
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) => ({
    x: x(began + i * step * 1000),
    text: `${Number((i * step).toFixed(1))} s`,
  }));
  return { left, width, right: left + width, x, ticks };
}

/** What of a deployment's progress stays on the terminal, and what is only seen while it lasts. */
import { type Progress, progressLine } from '../../deploy/src/index.ts';
import type { Terminal } from './terminal.ts';

/** `name` is the pair's, where there are several; else empty. One function for all pairs of a run. */
export function createProgress(terminal: Terminal): (name: string, progress: Progress) => void {
  /** What is under way, in the order in which it began. */
  const underWay = new Set<string>();
  const { isLive } = terminal;

  return (name, progress) => {
    const inFront = name && `${name}  `;
    const key = (node: string, step: string): string => `${inFront}${node}${node && ': '}${step}`;
    switch (progress.kind) {
      case 'begun':
        underWay.add(key(progress.node, progress.name));
        break;
      case 'step':
        underWay.delete(key(progress.step.node, progress.step.name));
        // On a terminal the next one takes its place.
        if (!isLive || !progress.step.ok) terminal.say(inFront + progressLine(progress));
        break;
      case 'check':
      case 'drill':
        terminal.say(inFront + progressLine(progress));
        break;
      case 'note':
        // Stands in the summary.
        return;
    }
    terminal.show([...underWay].join(' · '));
  };
}

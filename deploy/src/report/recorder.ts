/** Keeps what happens, and tells it at once. No secret gets past it. */
import { messageOf } from '../failure.ts';
import type { Check, DrillRow, Step } from './report.ts';

export type Progress =
  | { readonly kind: 'begun'; readonly node: string; readonly name: string }
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'check'; readonly check: Check }
  | { readonly kind: 'drill'; readonly row: DrillRow }
  | { readonly kind: 'note'; readonly text: string };

export interface Recorder {
  readonly steps: readonly Step[];
  readonly checks: readonly Check[];
  readonly rows: readonly DrillRow[];
  readonly notes: readonly string[];
  /** Does it and keeps how long it took; `detailOf` says what came of it. A failure is kept and passed on. */
  step<T>(node: string, name: string, action: () => Promise<T>, detailOf?: (result: T) => string): Promise<T>;
  check(check: Check): void;
  row(row: DrillRow): void;
  note(text: string): void;
  readonly mask: (text: string) => string;
}

export function createRecorder(hear: (progress: Progress) => void, mask: (text: string) => string): Recorder {
  const tell = (progress: Progress): void => {
    try {
      hear(progress);
    } catch {
      // Whoever listened is gone; what is under way goes on, and is put back where it fails.
    }
  };
  const steps: Step[] = [];
  const checks: Check[] = [];
  const rows: DrillRow[] = [];
  const notes: string[] = [];
  const keep = (step: Step): void => {
    const masked = { ...step, detail: mask(step.detail) };
    steps.push(masked);
    tell({ kind: 'step', step: masked });
  };
  return {
    steps,
    checks,
    rows,
    notes,
    mask,
    async step(node, name, action, detailOf = () => '') {
      const began = performance.now();
      const seconds = (): number => Math.round(performance.now() - began) / 1000;
      tell({ kind: 'begun', node, name });
      try {
        const result = await action();
        keep({ node, name, ok: true, seconds: seconds(), detail: detailOf(result) });
        return result;
      } catch (error) {
        keep({ node, name, ok: false, seconds: seconds(), detail: messageOf(error) });
        throw error;
      }
    },
    check(check) {
      const masked = { ...check, evidence: mask(check.evidence) };
      checks.push(masked);
      tell({ kind: 'check', check: masked });
    },
    row(row) {
      const masked = { ...row, evidence: mask(row.evidence) };
      rows.push(masked);
      tell({ kind: 'drill', row: masked });
    },
    note(text) {
      notes.push(mask(text));
      tell({ kind: 'note', text: mask(text) });
    },
  };
}

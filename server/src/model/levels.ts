/** How grave findings are to a user, where that is not what the catalogue says. */
import type { Finding, Severity } from './finding.ts';

export type Level = Severity | 'off';

/** By code. */
export type Levels = Readonly<Record<string, Level>>;

export const LEVELS: readonly Level[] = ['off', 'hint', 'information', 'warning', 'error'];

export const isLevel = (value: unknown): value is Level => LEVELS.some((level) => level === value);

const changed = new WeakMap<Finding, Finding>();

/** The finding with this severity; the same object every time, as long as the severity stays. */
export function withSeverity(finding: Finding, severity: Severity): Finding {
  if (finding.severity === severity) return finding;
  const known = changed.get(finding);
  if (known?.severity === severity) return known;
  const result = { ...finding, severity };
  changed.set(finding, result);
  return result;
}

/** What the user can set, from whatever an editor sends as the section `keepalived`. */
import type { Language } from '../features/document.ts';
import { readVersion, type Version } from '../schema/index.ts';

export interface Settings {
  /** The release that the user's hosts run; undefined where nothing is said. */
  readonly version?: Version;
  readonly language: Language | 'auto';
  /** Paths that belong together, each seen from its workspace folder; a single one stands alone. */
  readonly pairing: readonly (readonly string[])[];
  /** Whether what becomes of an instance's addresses is shown above it. */
  readonly codeLens: boolean;
}

export const DEFAULT_SETTINGS: Settings = { language: 'auto', pairing: [], codeLens: true };

/**
 * Takes `{ version, hover: { language }, pairing, codeLens: { enabled } }`, also inside `{ keepalived: … }`; what makes no
 * sense is left out.
 */
export function readSettings(value: unknown): Settings {
  const section = property(value, 'keepalived') ?? value;
  const version = readVersion(String(property(section, 'version') ?? ''));
  const language = property(property(section, 'hover'), 'language');
  return {
    ...(version && { version }),
    language: language === 'en' || language === 'zh' ? language : 'auto',
    pairing: listOf(property(section, 'pairing')).flatMap((paired) => {
      const paths = listOf(paired).filter((path): path is string => typeof path === 'string' && path !== '');
      return paths.length > 0 ? [paths] : [];
    }),
    codeLens: property(property(section, 'codeLens'), 'enabled') !== false,
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The language of hovers: `auto` follows the editor's display language, given as a BCP 47 tag. */
export function languageOf({ language }: Settings, locale: string | undefined): Language {
  if (language !== 'auto') return language;
  return /^zh\b/i.test(locale ?? '') ? 'zh' : 'en';
}

/** What the user can set, from whatever an editor sends as the section `keepalived`. */
import type { Language } from '../features/document.ts';
import { isLevel, LEVELS, type Level, type Levels } from '../model/levels.ts';
import { readVersion, type Version } from '../schema/index.ts';
import { isCode } from '../workspace/heed.ts';

export interface Settings {
  /** The release that the user's hosts run; undefined where nothing is said. */
  readonly version?: Version;
  readonly language: Language | 'auto';
  /** Paths that belong together, each seen from its workspace folder; a single one stands alone. */
  readonly pairing: readonly (readonly string[])[];
  /** Whether what becomes of an instance's addresses is shown above it. */
  readonly codeLens: boolean;
  /** How grave findings are, where that is not what the catalogue says. */
  readonly levels: Levels;
  /** What was left out because it makes no sense, a sentence each. */
  readonly problems: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = { language: 'auto', pairing: [], codeLens: true, levels: {}, problems: [] };

/**
 * Takes `{ version, hover: { language }, pairing, codeLens: { enabled }, rules }`, also inside `{ keepalived: … }`; what
 * makes no sense is left out.
 */
export function readSettings(value: unknown): Settings {
  const section = property(value, 'keepalived') ?? value;
  const written = String(property(section, 'version') ?? '');
  const version = readVersion(written);
  const { levels, problems } = readLevels(property(section, 'rules'));
  if (written.trim() && !version)
    problems.push(`keepalived.version: "${written}" is no release of keepalived, such as 2.2.7.`);
  const language = property(property(section, 'hover'), 'language');
  return {
    ...(version && { version }),
    language: language === 'en' || language === 'zh' ? language : 'auto',
    pairing: listOf(property(section, 'pairing')).flatMap((paired) => {
      const paths = listOf(paired).filter((path): path is string => typeof path === 'string' && path !== '');
      return paths.length > 0 ? [paths] : [];
    }),
    codeLens: property(property(section, 'codeLens'), 'enabled') !== false,
    levels,
    problems,
  };
}

function readLevels(rules: unknown): { levels: Levels; problems: string[] } {
  const levels: Record<string, Level> = {};
  const problems: string[] = [];
  for (const [code, level] of typeof rules === 'object' && rules !== null ? Object.entries(rules) : []) {
    if (!isCode(code)) problems.push(`keepalived.rules: there is no finding "${code}".`);
    else if (isLevel(level)) levels[code] = level;
    else problems.push(`keepalived.rules: "${code}" is to be one of ${LEVELS.join(', ')}.`);
  }
  return { levels, problems };
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

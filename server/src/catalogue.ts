import { PAIR_CODES } from './cluster/checkCluster.ts';
import type { CatalogueEntry } from './model/catalogue.ts';
import { SUPPRESSION_CODES } from './model/suppression.ts';
import { CONDITION_CODES } from './rules/advice/conditions.ts';
import { ARGUMENTS } from './rules/arguments.ts';
import { BFD_CODES } from './rules/bfd.ts';
import { COPY_ADVICE } from './rules/copy.ts';
import { DEFINITION_ADVICE, DEFINITIONS } from './rules/definitions.ts';
import { GENERATOR_ADVICE, GENERATORS } from './rules/generators.ts';
import { INCLUDE_ADVICE, INCLUDES } from './rules/includes.ts';
import { KEYWORDS, OLD_KEYWORDS } from './rules/keywords.ts';
import { LVS_CODES } from './rules/lvs/lvs.ts';
import { PHYSICAL_LINES } from './rules/physicalLines.ts';
import { STRUCTURE } from './rules/structure.ts';
import { VRRP_CODES } from './rules/vrrp.ts';

/** Every code that a finding can have. */
export const CATALOGUE: readonly CatalogueEntry[] = Object.values({
  ...PHYSICAL_LINES,
  ...COPY_ADVICE,
  ...DEFINITIONS,
  ...DEFINITION_ADVICE,
  ...GENERATORS,
  ...GENERATOR_ADVICE,
  ...INCLUDES,
  ...INCLUDE_ADVICE,
  ...STRUCTURE,
  ...KEYWORDS,
  ...OLD_KEYWORDS,
  ...ARGUMENTS,
  ...VRRP_CODES,
  ...LVS_CODES,
  ...BFD_CODES,
  ...PAIR_CODES,
  ...CONDITION_CODES,
  ...SUPPRESSION_CODES,
});

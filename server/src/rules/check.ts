import type { Files } from '../model/files.ts';
import type { Finding } from '../model/finding.ts';
import type { Node } from '../model/node.ts';
import type { Version } from '../schema/index.ts';
import { checkArguments } from './arguments.ts';
import { checkBfd } from './bfd.ts';
import { checkCopy } from './copy.ts';
import { checkDefinitions } from './definitions.ts';
import { oncePerPlace } from './expanded.ts';
import { checkGenerators } from './generators.ts';
import { checkIncludes } from './includes.ts';
import { checkLines } from './lines.ts';
import { checkLvs } from './lvs/lvs.ts';
import { checkMisplaced } from './misplaced.ts';
import { checkPhysicalLines } from './physicalLines.ts';
import { asReached } from './reached.ts';
import { checkVrrp } from './vrrp.ts';

export interface RuleContext {
  /** The release that the findings speak of. */
  readonly version: Version;
  readonly files: Files;
}

/** A rule: looks at one node and says what it finds. Pure; the order of its findings does not matter. */
export type Rule = (node: Node, context: RuleContext) => readonly Finding[];

const RULES: readonly Rule[] = [
  checkCopy,
  checkDefinitions,
  checkGenerators,
  checkIncludes,
  checkLines,
  asReached([checkPhysicalLines, checkArguments, checkVrrp, checkLvs, checkBfd, checkMisplaced]),
];

/** Everything that one node's configuration has to be told, whatever its peers say. */
export const checkNode = (node: Node, context: RuleContext): readonly Finding[] =>
  oncePerPlace(
    RULES.flatMap((rule) => rule(node, context)),
    node.expansion,
  );

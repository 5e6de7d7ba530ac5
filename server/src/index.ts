/** The public face of the language: what the command line and the deployment use. It knows no editor and no host. */
export { CATALOGUE } from './catalogue.ts';
export type { Cluster, Member } from './cluster/cluster.ts';
export { type ClusterFile, readClusterFile } from './cluster/clusterFile.ts';
export type { Window } from './cluster/election/timing.ts';
export { type AddressOutcome, type Election, elect } from './cluster/election.ts';
export { failoverMatrix, type Matrix, type MatrixGroup, type MatrixScenario } from './cluster/matrix.ts';
export { type ClusterEvent, eventText, type Scenario } from './cluster/scenario.ts';
export { type ConfigReader, readScenario, type ScenarioReading } from './cluster/scenarioText.ts';
export { diskReader } from './disk.ts';
export { printable, withoutSecrets, wrap } from './display.ts';
export { readAddress } from './model/addresses.ts';
export { isOpaque } from './model/directive.ts';
export { effective } from './model/effective.ts';
export { baseName, type Files, folderOf, resolvePath } from './model/files.ts';
export type { Edit, Finding, Fix, Origin, Related, Severity } from './model/finding.ts';
export { isLevel, LEVELS, type Level, type Levels } from './model/levels.ts';
export type { Node, VrrpInstance } from './model/node.ts';
export { type Place, type Position, type Range, rangeOf } from './model/place.ts';
export { type Setting, walk } from './model/settings.ts';
export { toNode } from './model/toNode.ts';
export { compareVersions, readVersion, type Version } from './schema/index.ts';
export { beginsAsConfiguration, configurationNames, SKIPPED_FOLDERS } from './workspace/discovery.ts';
export { type CachedFiles, cacheFiles, type TextReader } from './workspace/files.ts';
export { isCode, meantCode, type Silenced } from './workspace/heed.ts';
export {
  type Analysis,
  type AnalysisOptions,
  type Contents,
  createWorkspace,
  DEFAULT_VERSION,
  type Workspace,
} from './workspace/workspace.ts';

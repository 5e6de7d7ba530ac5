/** The public face of deployments: what the command line and VS Code use. It knows no editor. */

export { exportAnsible } from './ansible/export.ts';
export { type DeployOptions, deploy } from './deploy.ts';
export { type DrillOptions, drill } from './drill/drill.ts';
export { type FleetOptions, type FleetResult, runFleet, sharedHosts } from './fleet.ts';
export { type Inventory, type InventoryNode, readInventory } from './inventory.ts';
export type { Operator, Undertaking, Unfinished } from './operator.ts';
export { type Pair, type PairFinding, type PairReading, readPair } from './pair.ts';
export type { FileChange, NodePlan, Plan, ServiceChange } from './plan.ts';
export { planText } from './planText.ts';
export { type FormattedReport, formatReport } from './report/formatReport.ts';
export { element, type Markup } from './report/picture/markup.ts';
export {
  ARROW,
  CROSS,
  lineOf,
  MARGIN,
  type Part,
  paragraph,
  pictureOf,
  shorten,
  space,
  stacked,
  TRIANGLE,
  textAt,
  widthOf,
} from './report/picture/parts.ts';
export { NODE_COLOURS } from './report/picture/style.ts';
export type { Progress } from './report/recorder.ts';
export {
  type Check,
  type CheckName,
  type DrillAction,
  type DrillRow,
  exitCodeOf,
  type OwnerChange,
  type Probe,
  type Report,
  type Step,
  type Stranded,
  type Timeline,
} from './report/report.ts';
export { progressLine, summaryOf } from './report/summary.ts';
export { reportSvg } from './report/svg.ts';
export { verdictOf } from './report/words.ts';
export { rollback } from './rollback.ts';
export type { OfferedKey } from './ssh/hostKey.ts';
export { addressesOf, type CheckKey, verifyChecks } from './verify/checks.ts';
export { verify } from './verify/verify.ts';

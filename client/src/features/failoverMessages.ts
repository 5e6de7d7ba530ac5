/** What the extension and the page of the failover matrix tell each other. */

/** What the page keeps over a reload of the window. */
export interface Memory {
  /** A file of the cluster. */
  uri: string;
  /** What was played, as scenarios write it. */
  events: string[];
}

/** Which outcome: of a row of the matrix, or of what is played (null), and there which one. */
export interface OutcomeId {
  scenario: number | null;
  column: number;
}

export interface ToPage {
  view: FailoverView;
}

export type FromPage =
  | { type: 'ready' }
  /** These events from the beginning, instead of what was played. */
  | { type: 'play'; events: string[] }
  /** The lines that decide an outcome are wanted. */
  | { type: 'open'; outcome: OutcomeId };

/** All that is to be seen, in the user's language; every list in the order in which it is shown. */
export interface FailoverView {
  /** Of the tab. */
  title: string;
  heading: string;
  about: string;
  /** Why there is nothing more to see. */
  problem?: string;
  scene?: Scene;
  memory: Memory;
}

export interface Scene {
  nodes: NodeCard[];
  network: { heading: string; failures: Toggle[] };
  nobody: { heading: string; chips: Chip[] };
  history: History;
  outcome: Outcome;
  table: Table;
}

export interface NodeCard {
  name: string;
  state: 'up' | 'failing' | 'off';
  stateText: string;
  chips: Chip[];
  /** Said where it has no address. */
  nothing: string;
  heading: string;
  failures: Toggle[];
}

export interface Chip {
  address: string;
  verdict: Verdict;
  /** Its virtual router. */
  detail: string;
  /** Said where several nodes own it. */
  mark?: string;
}

export type Icon = 'power' | 'stop' | 'interface' | 'check' | 'partition';

export interface Toggle {
  icon: Icon;
  label: string;
  /** The same with the node, for those who do not see where it stands. */
  fullLabel: string;
  active: boolean;
  enabled: boolean;
  /** What is played when it is pressed. */
  play: string[];
}

export interface History {
  heading: string;
  events: { text: string; removal: string; play: string[] }[];
  /** Said while nothing happened. */
  nothing: string;
  reset: string;
}

export interface Outcome {
  heading: string;
  problem?: string;
  lines: OutcomeLine[];
}

/** Nobody owns the address, one node does, or several. */
export type Verdict = 'nobody' | 'owned' | 'split';

export interface OutcomeLine {
  addresses: string;
  verdict: Verdict;
  text: string;
  reason: string;
  /** Label of what leads to the lines that decide it; missing where there are none. */
  open?: string;
  outcome: OutcomeId;
}

export interface Table {
  heading: string;
  hint: string;
  corner: string;
  groups: { text: string; detail: string; span: number }[];
  /** Addresses, one a line. */
  columns: string[][];
  rows: Row[];
  /** Several failures; missing where none were tried. */
  more?: { summary: string; rows: Row[] };
  /** Virtual routers that have no address. */
  bare?: string;
}

export interface Row {
  /** One event after the other. */
  label: string[];
  play: string[];
  /** It is what is played now. */
  current: boolean;
  cells: Cell[];
}

export interface Cell {
  verdict: Verdict;
  /** `ngx2`, `nobody`, `two masters`. */
  text: string;
  /** `2.6–3.6 s`, or the names of several owners. */
  detail?: string;
  /** Other owners than while all is up. */
  moved: boolean;
  reason: string;
  outcome: OutcomeId;
}

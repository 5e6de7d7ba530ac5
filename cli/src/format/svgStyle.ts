/** The colours of the picture, by class; light, and dark where the reader's screen is. */

interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly bad: Tint;
  /** A node has the colour of its place in the cluster; beyond these they begin again. */
  readonly nodes: readonly Tint[];
}

interface Tint {
  readonly fill: string;
  readonly edge: string;
}

const tint = (fill: string, edge: string): Tint => ({ fill, edge });

/** No node is red: that is for what ends badly. */
const LIGHT: Palette = {
  paper: '#ffffff',
  ink: '#1f2328',
  muted: '#59636e',
  rule: '#d8dee4',
  bad: tint('#ffebe9', '#cf222e'),
  nodes: [
    tint('#dbe9fe', '#1d4ed8'),
    tint('#d6f5e3', '#047857'),
    tint('#fdf0c4', '#a16207'),
    tint('#ebe4fd', '#6d28d9'),
    tint('#d3f3f8', '#0e7490'),
    tint('#eef6d5', '#4d7c0f'),
    tint('#e4e8ee', '#475569'),
  ],
};

const DARK: Palette = {
  paper: '#0d1117',
  ink: '#e6edf3',
  muted: '#9da7b3',
  rule: '#30363d',
  bad: tint('#42161a', '#ff7b72'),
  nodes: [
    tint('#16294d', '#6ea8fe'),
    tint('#0d3527', '#4ade9f'),
    tint('#3d2f0a', '#f2c744'),
    tint('#2e2152', '#b79cfb'),
    tint('#0b3540', '#45d4ec'),
    tint('#27370c', '#a9d94a'),
    tint('#2a323d', '#a9b6c6'),
  ],
};

export const NODE_COLOURS = LIGHT.nodes.length;

const coloursOf = ({ paper, ink, muted, rule, bad, nodes }: Palette): string =>
  [
    `.paper{fill:${paper}}`,
    `text{fill:${ink}}`,
    `.muted{fill:${muted}}`,
    `.rule{stroke:${rule}}`,
    `.bad{fill:${bad.fill};stroke:${bad.edge}}`,
    `.wrong{stroke:${bad.edge}}`,
    `.alarm{fill:${bad.edge}}`,
    ...nodes.flatMap(({ fill, edge }, i) => [`.n${i}{fill:${fill};stroke:${edge}}`, `.e${i}{stroke:${edge}}`]),
  ].join('');

export const STYLE = [
  'text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}',
  '.heading{font-size:17px;font-weight:600}',
  '.strong,.alarm{font-weight:600}',
  '.small{font-size:12px}',
  '.event{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}',
  '.end{text-anchor:end}',
  '.stays{stroke-width:0}',
  '.moved{stroke-width:1.5}',
  '.bad{stroke-width:2}',
  '.nobody{stroke-dasharray:5 4}',
  '.sign{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}',
  coloursOf(LIGHT),
  `@media (prefers-color-scheme:dark){${coloursOf(DARK)}}`,
].join('\n');

/** The colours of pictures, by class; light, and dark where the reader's screen is. */

interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly good: string;
  readonly bad: Tint;
  /** A node has the colour of its place in the cluster; beyond these they begin again. */
  readonly nodes: readonly NodeTint[];
}

interface Tint {
  readonly fill: string;
  readonly edge: string;
}

interface NodeTint extends Tint {
  /** Letters on `edge`. */
  readonly letters: string;
}

const nodeTint = (edge: string, fill: string, letters: string): NodeTint => ({ edge, fill, letters });

/** Those who see no red, no green or no blue can tell the nodes. None is red: that is for what ends badly. */
const LIGHT: Palette = {
  paper: '#ffffff',
  ink: '#1f2328',
  muted: '#59636e',
  rule: '#d8dee4',
  good: '#1a7f37',
  bad: { fill: '#ffebe9', edge: '#cf222e' },
  nodes: [
    nodeTint('#1d4ed8', '#dbe3f9', '#ffffff'),
    nodeTint('#d97800', '#f9e9d6', '#1f2328'),
    nodeTint('#3f9b9b', '#e0efef', '#1f2328'),
    nodeTint('#6b1a6b', '#e7dae7', '#ffffff'),
    nodeTint('#a878f0', '#f1e9fd', '#1f2328'),
    nodeTint('#33450f', '#dee1d9', '#ffffff'),
  ],
};

const DARK: Palette = {
  paper: '#0d1117',
  ink: '#e6edf3',
  muted: '#9da7b3',
  rule: '#30363d',
  good: '#3fb950',
  bad: { fill: '#42161a', edge: '#ff7b72' },
  nodes: [
    nodeTint('#5b8cff', '#213051', '#0d1117'),
    nodeTint('#f2c744', '#463f22', '#0d1117'),
    nodeTint('#8ff0ea', '#2e494c', '#0d1117'),
    nodeTint('#bd58b4', '#39233e', '#0d1117'),
    nodeTint('#c9a6ff', '#3c3651', '#0d1117'),
    nodeTint('#748a22', '#272f1a', '#0d1117'),
  ],
};

export const NODE_COLOURS = LIGHT.nodes.length;

const coloursOf = ({ paper, ink, muted, rule, good, bad, nodes }: Palette): string =>
  [
    `.paper{fill:${paper}}`,
    `text{fill:${ink}}`,
    `.halo{stroke:${paper}}`,
    `.muted{fill:${muted}}`,
    `.rule,.axis{stroke:${rule}}`,
    `.happened{stroke:${muted}}`,
    `.good{stroke:${good}}`,
    `.answered{fill:${good}}`,
    `.bad{fill:${bad.fill};stroke:${bad.edge}}`,
    `.wrong{stroke:${bad.edge}}`,
    `.alarm,.unanswered{fill:${bad.edge}}`,
    ...nodes.flatMap(({ fill, edge, letters }, i) => [
      `.n${i}{fill:${fill};stroke:${edge}}`,
      `.e${i}{stroke:${edge}}`,
      `.b${i}{fill:${edge}}`,
      `.t${i}{fill:${letters}}`,
    ]),
  ].join('');

export const STYLE = [
  'text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}',
  '.heading{font-size:17px;font-weight:600}',
  '.strong,.alarm{font-weight:600}',
  '.small{font-size:12px}',
  '.tiny{font-size:10px}',
  '.event{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}',
  '.end{text-anchor:end}',
  '.middle{text-anchor:middle}',
  '.halo{stroke-width:4;stroke-linejoin:round;paint-order:stroke}',
  '.stays{stroke-width:0}',
  '.moved{stroke-width:1.5}',
  '.bad{stroke-width:2}',
  '.nobody{stroke-dasharray:5 4}',
  '.happened{stroke-dasharray:2 3}',
  '.frame{fill:none;stroke-width:2}',
  '.sign{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}',
  coloursOf(LIGHT),
  `@media (prefers-color-scheme:dark){${coloursOf(DARK)}}`,
].join('\n');

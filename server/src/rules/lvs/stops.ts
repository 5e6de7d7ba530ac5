import type { Node } from '../../model/node.ts';
import { type Setting, walk } from '../../model/settings.ts';
import type { Process } from '../../schema/index.ts';
import { perBlock } from '../perBlock.ts';

const READ_BEFORE: readonly Process[] = ['parent', 'checker'];

const stopsIn = perBlock((block): Setting[] =>
  [...walk([block])].filter(({ keyword, directive }) => keyword?.missingArgumentExits && directive.words.length === 1),
);

/** Whether a missing argument ends keepalived before it looks at what it has read of load balancing. */
export const stopsEarly = ({ settings }: Node): boolean =>
  stopsIn(
    settings.filter(({ keyword }) => keyword?.processes?.some((process) => READ_BEFORE.includes(process))),
    '2.2.7',
  ).length > 0;

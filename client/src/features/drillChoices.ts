import type { DrillOptions, Inventory } from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';

export interface DrillChoice {
  readonly label: string;
  readonly description: string;
  readonly failure: Pick<DrillOptions, 'failure' | 'service'>;
}

/** What may be let fail on one node after the other. */
export const drillChoices = ({ services }: Inventory, t: Translate): DrillChoice[] => [
  {
    label: t('Stop keepalived'),
    description: t('The node says goodbye, and the other one takes over at once'),
    failure: { failure: 'keepalived' },
  },
  ...services
    .filter((service) => service !== 'keepalived')
    .map(
      (service): DrillChoice => ({
        label: t('Stop {0}', service),
        description: t('Tries the health check'),
        failure: { failure: 'service', service },
      }),
    ),
  {
    label: t('Take the network away'),
    description: t('The node falls silent; it comes back by itself'),
    failure: { failure: 'network' },
  },
];

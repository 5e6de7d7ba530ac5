// All variants that the lab tries out.
import type { Variant } from './variant.ts';
import { adverts } from './variants/adverts.ts';
import { priorities } from './variants/priorities.ts';
import { tracking } from './variants/tracking.ts';
import { transport } from './variants/transport.ts';

export const variants: readonly Variant[] = [...adverts, ...transport, ...priorities, ...tracking];

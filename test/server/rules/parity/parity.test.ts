/** Small configurations before the real keepalived: it complains where we say so, and nowhere else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacks } from '../../../support/requirements.ts';
import { startKeepalived } from '../realKeepalived.ts';
import { differences } from './differences.ts';
import { GLOBAL_DEFS } from './globalDefs.ts';
import { ADDRESSES, INSTANCES } from './instances.ts';
import { LINES } from './lines.ts';
import { STARTING } from './starting.ts';
import { STATICS } from './statics.ts';
import { TRACKING } from './tracking.ts';

const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  lines: LINES,
  global_defs: GLOBAL_DEFS,
  'instances, while they are read': INSTANCES,
  addresses: ADDRESSES,
  'instances, before they start': STARTING,
  'what is tracked, and sync groups': TRACKING,
  'static entries and groups': STATICS,
};

describe.skipIf(lacks('keepalived', 'netns'))('parity with keepalived -t', () => {
  let keepalived: ReturnType<typeof startKeepalived>;
  beforeAll(() => {
    keepalived = startKeepalived();
  });
  afterAll(() => keepalived.end());

  for (const [subject, configurations] of Object.entries(SUBJECTS)) {
    describe(subject, () => {
      for (const text of configurations) {
        it(text.replace(/\s+/g, ' ').slice(0, 150), () => {
          const verdict = keepalived.judge(text);
          expect(differences(text, verdict, keepalived.version), verdict.messages.join('\n')).toEqual([]);
        });
      }
    });
  }
});

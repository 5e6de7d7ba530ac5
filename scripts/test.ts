// `npm test [-- SUITE...]`: the gates, then the suites (all, or those named); the last line is the tally of both.
import { startVitest, type Vitest } from 'vitest/node';
import { buildAll } from './build.ts';
import { packageExtension } from './package.ts';
import { run, step } from './steps.ts';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const suites = process.argv.slice(2);
const checks: [title: string, check: () => Promise<unknown>][] = [
  ['Type check', () => run('tsc', ['-b'])],
  ['Format, lint, import directions', () => run('biome', ['ci', '--colors=off'])],
];
const bundles: [title: string, check: () => Promise<unknown>][] = [
  ['Build', buildAll],
  ['Package', packageExtension],
];

/** Runs the gates in their order; one that fails says why and does not keep the others from running. */
async function runGates(gates: typeof checks): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const [title, check] of gates) {
    try {
      await step(title, check);
      tally.passed += 1;
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      tally.failed += 1;
    }
  }
  return tally;
}

/** Counts the tests. A file that could not be loaded, a hook that failed and an error outside of any test count as one. */
function count(vitest: Vitest): Tally {
  const modules = vitest.state.getTestModules();
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const broken = modules
    .flatMap((module) => [module, ...module.children.allSuites()])
    .filter((at) => at.errors().length);
  const failed = states.filter((state) => state === 'failed').length;
  return {
    passed: states.filter((state) => state === 'passed').length,
    failed: failed + broken.length + vitest.state.getUnhandledErrors().length,
    skipped: states.filter((state) => state === 'skipped' || state === 'pending').length,
  };
}

// An end by a signal is an orderly one, so that what the tests started ends as well.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => process.exit(1));

const gates = await runGates(suites.length === 0 ? [...checks, ...bundles] : bundles);
const vitest = await startVitest([], { run: true, watch: false, project: suites });
const tests = count(vitest);
await vitest.close();

const passed = gates.passed + tests.passed;
// Vitest has its own reasons to fail too, such as having found no test at all.
const failed = gates.failed + tests.failed || (process.exitCode ? 1 : 0);
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}`);

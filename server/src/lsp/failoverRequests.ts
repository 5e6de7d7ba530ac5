/** Answers what the picture of a cluster asks, and tells it when the answer no longer holds. */
import type { Connection } from 'vscode-languageserver';
import type { Cluster } from '../cluster/cluster.ts';
import { failoverMatrix } from '../cluster/matrix.ts';
import { readScenario } from '../cluster/scenarioText.ts';
import type { Version } from '../schema/index.ts';
import { DEFAULT_VERSION } from '../workspace/workspace.ts';
import type { Boundary } from './boundary.ts';
import type { Atlas } from './convert.ts';
import { toFailoverMatrix } from './failoverMatrix.ts';
import type { Project, ProjectAnalysis } from './project.ts';
import {
  type FailoverMatrix,
  FailoverMatrixOutdatedNotification,
  type FailoverMatrixParams,
  FailoverMatrixRequest,
  type PlayedScenario,
  type PlayScenarioParams,
  PlayScenarioRequest,
} from './protocol.ts';
import { canonicalUri } from './uris.ts';

export interface FailoverContext {
  readonly connection: Connection;
  readonly boundary: Boundary;
  readonly project: Project;
  readonly atlas: Atlas;
  /** The release that the user's settings name. */
  readonly version: () => Version | undefined;
}

/** What a matrix was made from. */
interface Basis {
  readonly cluster: Cluster | undefined;
  readonly version: Version;
}

/** What it gives back is to be called with every new analysis. */
export function answerFailover(context: FailoverContext): (analysis: ProjectAnalysis) => Promise<void> {
  const { connection, boundary, project, atlas, version } = context;
  /** What was given and still holds, by the URI that was asked for. */
  const given = new Map<string, Basis>();

  const basisOf = (uri: string, { clusters }: ProjectAnalysis): Basis => {
    const file = canonicalUri(uri);
    const cluster = clusters.find(({ members }) => members.some(({ node }) => node.expansion.files.includes(file)));
    return { cluster, version: version() ?? cluster?.keepalivedVersion ?? DEFAULT_VERSION };
  };
  const currentBasis = async (uri: string): Promise<Basis> => {
    await project.scanned();
    return basisOf(uri, project.analysis());
  };

  connection.onRequest(
    FailoverMatrixRequest,
    boundary.request<FailoverMatrixParams, FailoverMatrix | null>(FailoverMatrixRequest, null, async ({ uri }) => {
      const basis = await currentBasis(uri);
      given.set(uri, basis);
      return basis.cluster
        ? toFailoverMatrix(basis.cluster, failoverMatrix(basis.cluster, basis.version), atlas)
        : null;
    }),
  );
  connection.onRequest<PlayedScenario | null, never>(
    PlayScenarioRequest,
    boundary.request<PlayScenarioParams, PlayedScenario | null>(
      PlayScenarioRequest,
      null,
      async ({ uri, scenario }) => {
        const basis = await currentBasis(uri);
        if (!basis.cluster) return null;
        const reading = readScenario(scenario, basis.cluster);
        if ('problem' in reading) return reading;
        const matrix = failoverMatrix(basis.cluster, basis.version, [reading.scenario]);
        return toFailoverMatrix(basis.cluster, matrix, atlas).scenarios[1] ?? null;
      },
    ),
  );

  return async (analysis) => {
    for (const [uri, basis] of given) {
      if (isSame(basis, basisOf(uri, analysis))) continue;
      given.delete(uri);
      await connection.sendNotification(FailoverMatrixOutdatedNotification, { uri } satisfies FailoverMatrixParams);
    }
  };
}

/** A node that did not change stays the same object. */
const isSame = (a: Basis, b: Basis): boolean =>
  a.version === b.version &&
  a.cluster?.reason === b.cluster?.reason &&
  a.cluster?.members.length === b.cluster?.members.length &&
  (a.cluster?.members ?? []).every(({ name, node, host }, i) => {
    const other = b.cluster?.members[i];
    return other?.name === name && other.node === node && other.host === host;
  });

// A cluster for the lab to try out, as data.

/** Configurations by the names of the nodes: ngx1, ngx2, and so on, in this order. */
export type Configs = Readonly<Record<string, string>>;

export interface Variant {
  readonly name: string;
  readonly nodes: Configs;
  /** Further configurations by the labels that `reload:NODE=LABEL` names. */
  readonly reloads?: Configs;
  /** What happens, as `simulate --scenario` takes it; the owners are held against each other before and after each event. */
  readonly scenario: string;
  /** One of the dozen that `npm test` plays. */
  readonly daily?: true;
}

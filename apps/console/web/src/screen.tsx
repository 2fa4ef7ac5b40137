import { problemOf, type Problem } from '@budget-ledger/client';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { Address } from './address/address';
import { ProblemNote } from './parts/problem';

/** What every screen is given: the parts of its path, and the whole address. */
export interface ScreenProps {
  parts: Readonly<Record<string, string>>;
  address: Address;
}

export type ScreenLoad = () => Promise<ComponentType<ScreenProps>>;

/** A screen whose code comes when it is first opened, so that nobody waits for screens that they do not use. */
export function Screen({ load, parts, address }: ScreenProps & { load: ScreenLoad }) {
  const [state, setState] = useState<{ screen?: ComponentType<ScreenProps>; problem?: Problem }>({});
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let isHere = true;
    load().then(
      (screen) => isHere && setState({ screen }),
      (error: unknown) => isHere && setState({ problem: problemOf(error) }),
    );
    return () => {
      isHere = false;
    };
  }, [load, tries]);
  const Loaded = state.screen;
  if (state.problem !== undefined) return <ProblemNote problem={state.problem} again={() => setTries(tries + 1)} />;
  return Loaded === undefined ? <div aria-busy="true" /> : <Loaded parts={parts} address={address} />;
}

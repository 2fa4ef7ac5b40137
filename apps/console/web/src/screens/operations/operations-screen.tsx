import type { components } from '@budget-ledger/client';

import { useRead } from '../../api/use-read';
import { Reading } from '../../parts/reading';
import { useTitle } from '../../parts/use-title';
import { useWords } from '../../words/language';
import { Connected } from './connected';
import { type Health, HealthCards } from './health-cards';
import { Lag } from './lag';
import { StoppedStreams } from './stopped-streams';
import { useLooks } from './use-looks';
import { Versions } from './versions';
import { OPERATIONS_WORDS } from './words';

type Operations = components['schemas']['Operations'];
type Projections = components['schemas']['Projections'];

/** For who runs the services: what is well, what stands still and what to do about it. It looks again every few seconds. */
export function OperationsScreen() {
  const own = useWords(OPERATIONS_WORDS);
  const looks = useLooks();
  const health = useRead<Health>('/services', looks);
  const operations = useRead<Operations>('/v1/operations', looks);
  const projections = useRead<Projections>('/v1/projections', looks);
  useTitle(own.title);
  return (
    <>
      <div class="head">
        <h1>{own.title}</h1>
      </div>
      <Reading of={health} rows={4}>
        {(data) => <HealthCards health={data} />}
      </Reading>
      {/* Stopped streams have a section of their own here, with what to do. */}
      <Reading of={{ ...operations, data: operations.data && { told: operations.data } }} rows={6}>
        {({ told }) => (
          <>
            <StoppedStreams streams={told.stopped} />
            <Lag lag={told.lag} />
            <Connected connected={told.connected} />
          </>
        )}
      </Reading>
      <Reading of={projections} rows={4}>
        {({ versions }) => <Versions versions={versions} />}
      </Reading>
    </>
  );
}

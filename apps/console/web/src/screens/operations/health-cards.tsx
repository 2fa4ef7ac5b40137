import { useWords } from '../../words/language';
import { type State, StateMark } from './state-mark';
import { OPERATIONS_WORDS } from './words';

type Role = 'ledger' | 'query' | 'projector' | 'console';

/** What the console's server answers of the services behind it. */
export interface Health {
  services: {
    roles: Role[];
    state: 'ready' | 'not-ready' | 'unreachable';
    parts: Record<string, string>;
    trouble?: string;
  }[];
}

const STATES: Record<Health['services'][number]['state'], State> = {
  ready: 'well',
  'not-ready': 'fault',
  unreachable: 'fault',
};

/** Each process with what its parts say, what is wrong first. */
export function HealthCards({ health }: { health: Health }) {
  const own = useWords(OPERATIONS_WORDS);
  return (
    <div class="cards health">
      {health.services.map(({ roles, state, parts, trouble }) => (
        <section class="card" key={roles.join()}>
          <h2>{roles.map((role) => own.roles[role]).join(own.and)}</h2>
          <p>
            <StateMark state={STATES[state]}>{own.health[state]}</StateMark>
          </p>
          {trouble !== undefined && <p class="muted small">{trouble}</p>}
          <ul class="plain-list">
            {Object.entries(parts)
              .sort(([, a], [, b]) => rankOf(b) - rankOf(a))
              .map(([part, says]) => (
                <li key={part}>
                  <StateMark state={stateOf(says)}>{own.parts[part] ?? part}</StateMark>
                  {says !== 'ready' && <span class="small wrap">{says.replace(/^ready; /, '')}</span>}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** A part that is ready may have something to say all the same, such as that it speaks in clear. */
function stateOf(says: string): State {
  if (says === 'ready') return 'well';
  return says.startsWith('ready; ') ? 'notice' : 'fault';
}

function rankOf(says: string): number {
  return ['well', 'notice', 'fault'].indexOf(stateOf(says));
}

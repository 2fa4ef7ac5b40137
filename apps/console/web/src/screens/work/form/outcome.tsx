import { useWords } from '../../../words/language';
import { Failure, Refusal, type Refused } from '../sending/refusal';
import { TrialView } from '../sending/trial-view';
import type { Sending } from '../sending/use-sending';
import { WORK_WORDS } from '../words';

interface OutcomeProps {
  sending: Sending;
  isTried: boolean;
  placeOf: (field: string) => string;
}

/** What a trial or a submission came to. */
export function Outcome({ sending, isTried, placeOf }: OutcomeProps) {
  const own = useWords(WORK_WORDS);
  const { trial, problem } = sending;
  if (problem !== undefined)
    return problem.status === 422 ? (
      <Refusal problem={problem} isTrial={false} placeOf={placeOf} />
    ) : (
      <Failure problem={problem} />
    );
  if (trial === undefined) return null;
  if (!isTried)
    return (
      <p class="banner" role="status">
        {own.outdated}
      </p>
    );
  const refused = trial.trial.problem;
  if (refused !== undefined)
    return <Refusal problem={{ figures: [], ...refused } as Refused} isTrial placeOf={placeOf} />;
  return (
    <section class="card" aria-label={own.trial}>
      <div role="status">
        <h2>
          {own.trial} <small>{own.accepted}</small>
        </h2>
      </div>
      <TrialView trial={trial.trial} />
    </section>
  );
}

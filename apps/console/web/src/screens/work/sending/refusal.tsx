import type { Problem } from '@budget-ledger/client';

import { asYuan } from '../../../parts/money';
import { COMMON } from '../../../words/common';
import { inLanguage } from '../../../words/in-language';
import { type Language, useLanguage, useWords } from '../../../words/language';
import { termOf } from '../../../parts/terms';
import { WORK_WORDS } from '../words';
import { HELP } from './help';

interface RefusalProps {
  problem: Refused;
  isTrial: boolean;
  /** What a field of the command is called on the page. */
  placeOf: (field: string) => string;
}

/** A refusal or a failure of what was sent: the rule with its source and figures, and what would help. */
export function Refusal({ problem, isTrial, placeOf }: RefusalProps) {
  const own = useWords(WORK_WORDS);
  const language = useLanguage();
  const help = HELP[problem.code]?.[language];
  return (
    <section class="card note note-fault" role="alert">
      <p class="small">{isTrial ? own.wouldBeRefused : own.refused}</p>
      <h2>{inLanguage(problem.title, language)}</h2>
      {problem.figures.length > 0 && <Figures figures={problem.figures} placeOf={placeOf} />}
      {problem.figures.length === 0 && problem.detail !== problem.title && (
        <p>{inLanguage(problem.detail, language)}</p>
      )}
      {help !== undefined && (
        <p>
          <b>{own.whatHelps}</b>: {help}
        </p>
      )}
      {problem.legalSource !== undefined && (
        <p class="muted small">
          {own.legalSource} {problem.legalSource}
        </p>
      )}
    </section>
  );
}

export type Refused = Pick<Problem, 'code' | 'title' | 'detail' | 'figures' | 'legalSource'>;

const SHOWN = 20;

function Figures({ figures, placeOf }: { figures: Refused['figures']; placeOf: RefusalProps['placeOf'] }) {
  const own = useWords(WORK_WORDS);
  const language = useLanguage();
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const parts = (figure: Readonly<Record<string, unknown>>): string[] => [
    ...(text(figure['value']) === '' ? [] : [`${own.given} ${inTerms(text(figure['value']), language)}`]),
    ...(text(figure['expected']) === '' ? [] : [`${own.expected} ${text(figure['expected'])}`]),
    ...(text(figure['availableYuan']) === '' ? [] : [`${own.limit} ${asYuan(text(figure['availableYuan']))}`]),
    ...(text(figure['askedYuan']) === '' ? [] : [`${own.asked} ${asYuan(text(figure['askedYuan']))}`]),
  ];
  return (
    <ul class="figures">
      {figures.slice(0, SHOWN).map((figure, index) => (
        <li key={index}>
          <b>{placeOf(text(figure['field']))}</b>: {parts(figure).join(' · ')}
        </li>
      ))}
      {figures.length > SHOWN && <li>{own.moreLines(figures.length - SHOWN)}</li>}
    </ul>
  );
}

/** `general-public-budget/2023` in the field's terms; a part that is no term stays. */
function inTerms(value: string, language: Language): string {
  return value
    .split('/')
    .filter((part) => part !== '')
    .map((part) => termOf(part)[language])
    .join(' / ');
}

/** What the services answered that is no refusal by a rule: what happened, and what to do. */
export function Failure({ problem }: { problem: Problem }) {
  const own = useWords(WORK_WORDS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const sentences: Partial<Record<number, string>> = {
    0: own.stopped,
    400: own.badRequest,
    401: own.signInAgain,
    403: own.forbidden,
    409: own.idReused,
    412: own.movedOn,
    413: own.tooLarge,
    502: own.stopped,
    503: own.stopped,
    504: own.stopped,
  };
  return (
    <section
      class={`card note ${problem.status === 401 || problem.status === 403 ? 'note-right' : 'note-fault'}`}
      role="alert"
    >
      <h2>{sentences[problem.status] ?? inLanguage(problem.title, language)}</h2>
      {![0, 401].includes(problem.status) && <p class="muted small">{inLanguage(problem.detail, language)}</p>}
      {problem.status === 401 && (
        <a class="button primary" target="_blank" rel="noopener" href="/session/sign-in?to=/work">
          {own.signIn}
        </a>
      )}
      <p class="muted small">{problem.status === 401 ? own.staysOpen : `${common.code} ${problem.code}`}</p>
    </section>
  );
}

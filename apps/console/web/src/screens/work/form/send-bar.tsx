import { useWords } from '../../../words/language';
import type { Sending } from '../sending/use-sending';
import { WORK_WORDS } from '../words';

interface SendBarProps {
  sending: Sending;
  faults: number;
  canSend: boolean;
  /** Something of this form was sent whose outcome is not known. */
  isOpen: boolean;
  guard: { isOn: boolean; set: (isOn: boolean) => void };
  send: () => void;
  clear: () => void;
}

/** First the trial, then the submission; while it waits for a service, it says so. */
export function SendBar({ sending, faults, canSend, isOpen, guard, send, clear }: SendBarProps) {
  const own = useWords(WORK_WORDS);
  const { phase, stop, problem } = sending;
  const isOut = phase === 'sending' || phase === 'waiting' || phase === 'asking';
  const waits = { sending: own.sending, waiting: own.waiting, asking: own.asking };
  return (
    <div class="send-bar">
      {isOut && (
        <p class={phase === 'waiting' ? 'banner' : 'muted'} role="status">
          {waits[phase]}{' '}
          <button type="button" onClick={stop}>
            {own.stop}
          </button>
        </p>
      )}
      {!isOut && isOpen && problem?.status !== 401 && <p class="banner">{own.stopped}</p>}
      {faults > 0 && (
        <p class="wrong" role="alert">
          {own.mistakes(faults)}
        </p>
      )}
      {canSend && (
        <label>
          <input
            type="checkbox"
            checked={guard.isOn}
            disabled={isOut}
            onChange={(event) => guard.set(event.currentTarget.checked)}
          />{' '}
          {own.onlyIfUnchanged}
        </label>
      )}
      <div class="tools">
        <button type="submit" class={canSend ? undefined : 'primary'} disabled={phase !== 'idle'}>
          {phase === 'trying' ? own.trying : own.tryOut}
        </button>
        <button
          type="button"
          class={canSend ? 'primary' : undefined}
          disabled={!canSend || phase !== 'idle'}
          onClick={send}
        >
          {own.send}
        </button>
        <button type="button" disabled={isOut} onClick={clear}>
          {own.clear}
        </button>
      </div>
    </div>
  );
}

import { type Command, type Problem, problemOf, type Receipt, type Trial } from '@budget-ledger/client';
import { useEffect, useRef, useState } from 'preact/hooks';

import { ledger } from '../../../api/ledger';
import { type Attempt, attemptOf, isKnownUnrecorded, isOutcome } from '../draft/attempt';

/** What is happening to what was filled in. */
export interface Sending {
  phase: 'idle' | 'trying' | 'sending' | 'waiting' | 'asking';
  trial: { of: string; trial: Trial } | undefined;
  problem: Problem | undefined;
  tryOut: (command: Record<string, unknown>) => void;
  send: (command: Record<string, unknown>) => void;
  stop: () => void;
  forget: () => void;
}

/** A service may be away for as long as somebody keeps the page open. */
const TRIES = 100_000;

interface Asked {
  attempt: Attempt | undefined;
  keep: (attempt: Attempt | undefined) => void;
  onReceipt: (receipt: Receipt, command: Command) => void;
}

/** Tries out and sends a form. What was sent and not answered when the page was left goes on with the same id when it is opened. */
export function useSending({ attempt, keep, onReceipt }: Asked): Sending {
  const [phase, setPhase] = useState<Sending['phase']>('idle');
  const [trial, setTrial] = useState<Sending['trial']>();
  const [problem, setProblem] = useState<Problem>();
  const ender = useRef<AbortController | undefined>(undefined);
  const last = useRef(attempt);
  const remember = (next: Attempt | undefined): void => {
    last.current = next;
    keep(next);
  };
  const begin = (next: Sending['phase']): AbortSignal => {
    ender.current?.abort();
    ender.current = new AbortController();
    setPhase(next);
    setProblem(undefined);
    return ender.current.signal;
  };
  const failed = (error: unknown, signal: AbortSignal): Problem | undefined => {
    if (signal.aborted) return undefined;
    const told = problemOf(error);
    setPhase('idle');
    setProblem(told);
    return told;
  };

  const tryOut = (command: Record<string, unknown>): void => {
    const content = JSON.stringify(command);
    const signal = begin('trying');
    const tried = { ...command, commandId: newId() } as unknown as Command;
    ledger.tryOut(tried, { signal, tries: 3 }).then(
      (answer) => {
        setPhase('idle');
        setTrial({ of: content, trial: answer });
      },
      (error: unknown) => failed(error, signal),
    );
  };

  const post = (one: Attempt, first: Sending['phase']): void => {
    const signal = begin(first);
    const command = { ...(JSON.parse(one.content) as object), commandId: one.commandId } as Command;
    remember({ ...one, isSent: true });
    ledger.post(command, { signal, tries: TRIES, onWaiting: () => setPhase('waiting') }).then(
      (receipt) => {
        remember(undefined);
        setPhase('idle');
        onReceipt(receipt, command);
      },
      (error: unknown) => {
        const told = failed(error, signal);
        if (told === undefined) return;
        // An earlier try of the same id may have got through: only an answer that is final for the id ends it.
        if (isOutcome(told.status)) remember(undefined);
        else if (!one.isSent && isKnownUnrecorded(told.status)) remember({ ...one, isSent: false });
      },
    );
  };
  useEffect(() => {
    if (last.current?.isSent === true) post(last.current, 'asking');
    return () => ender.current?.abort();
  }, []);
  return {
    phase,
    trial,
    problem,
    tryOut,
    send: (command) => post(attemptOf(JSON.stringify(command), last.current, newId), 'sending'),
    stop: () => {
      ender.current?.abort();
      setPhase('idle');
    },
    forget: () => {
      setTrial(undefined);
      setProblem(undefined);
      remember(undefined);
    },
  };
}

/** Of its own randomness, since randomUUID is only there where the page came by HTTPS. */
function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...random].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

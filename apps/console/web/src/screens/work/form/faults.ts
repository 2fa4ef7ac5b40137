import type { Language } from '../../../words/language';
import { inLanguage } from '../../../words/in-language';
import { atRow, type Made } from '../draft/to-command';
import type { Faults } from './fields';

interface Told {
  errors?: readonly { field: string; message: string }[] | undefined;
  title: string;
  figures?: readonly Readonly<Record<string, unknown>>[] | undefined;
}

/** Every mistake by its field: those of the page once somebody asked, and what the ledger said of the same content. */
export function faultsOf(made: Made, isTold: boolean, problem: Told | undefined, language: Language): Faults {
  const all = new Map<string, string>();
  if (isTold) for (const { field, message } of made.faults) all.set(field, message[language]);
  for (const { field, message } of problem?.errors ?? [])
    all.set(atRow(field, made.rows), inLanguage(message, language).replace(/。\s*$/, ''));
  for (const { field } of problem?.figures ?? []) {
    if (typeof field !== 'string') continue;
    const at = atRow(field, made.rows);
    // A figure of a whole row is told where its amount stands.
    const place = /\]$/.test(at) ? `${at}.amountYuan` : at;
    if (problem !== undefined && !all.has(place)) all.set(place, inLanguage(problem.title, language));
  }
  return all;
}

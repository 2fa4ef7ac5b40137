import type { Command, Receipt } from '@budget-ledger/client';

import { type Draft, EMPTY_DRAFT } from '../draft/draft';
import type { Attempt } from '../draft/attempt';

/** What one tab keeps of a form, so that neither a reload nor a lost connection loses it. */
export interface KeptForm {
  draft: Draft;
  attempt?: Attempt;
}

/** What this browser keeps of what was recorded. */
export interface KeptReceipt {
  form: string;
  receipt: Receipt;
  /** Absent where it is too large to be kept. */
  command?: Command;
  documentNumber: string;
  at: string;
}

const FORM = 'console-form ';
const RECEIPTS = 'console-receipts';
const LINES = 'console-lines ';
const MOST = 50;
const MOST_LINES = 12;
const LARGEST = 50_000;

export function keptForm(name: string): KeptForm {
  return (parsed(sessionStorage.getItem(FORM + name)) as KeptForm | undefined) ?? { draft: EMPTY_DRAFT };
}

export function keepForm(name: string, kept: KeptForm | undefined): void {
  if (kept === undefined) sessionStorage.removeItem(FORM + name);
  else sessionStorage.setItem(FORM + name, JSON.stringify(kept));
}

/** The forms of this tab that were sent and have no outcome yet. */
export function openForms(): string[] {
  return Object.keys(sessionStorage)
    .filter((key) => key.startsWith(FORM))
    .map((key) => key.slice(FORM.length))
    .filter((name) => keptForm(name).attempt?.isSent === true);
}

export function keptReceipts(): KeptReceipt[] {
  return (parsed(localStorage.getItem(RECEIPTS)) as KeptReceipt[] | undefined) ?? [];
}

export function keepReceipt(kept: KeptReceipt): void {
  const { command, ...rest } = kept;
  const small = JSON.stringify(command ?? null).length > LARGEST ? rest : kept;
  const others = keptReceipts().filter(({ receipt }) => receipt.commandId !== kept.receipt.commandId);
  localStorage.setItem(RECEIPTS, JSON.stringify([small, ...others].slice(0, MOST)));
}

/** The lines that a department's forms named last, by their keys, the newest first. */
export function usedLines(at: string): string[] {
  return (parsed(localStorage.getItem(LINES + at)) as string[] | undefined) ?? [];
}

export function keepUsedLines(at: string, keys: readonly string[]): void {
  const all = [...new Set([...keys, ...usedLines(at)])];
  localStorage.setItem(LINES + at, JSON.stringify(all.slice(0, MOST_LINES)));
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

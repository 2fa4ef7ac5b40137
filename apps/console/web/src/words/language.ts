import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

export type Language = 'zh' | 'en';

const KEPT = 'console-language';

export const LanguageContext = createContext<Language>('zh');

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** The words of a part of the console in both languages; each screen keeps its own beside it, and neither language may lack one. */
export interface Words<T> {
  zh: T;
  en: T;
}

export function words<T>(
  zh: T,
  en: {
    [Name in keyof T]: T[Name] extends (...args: infer A) => string
      ? (...args: A) => string
      : T[Name] extends string
        ? string
        : T[Name];
  },
): Words<T> {
  return { zh, en: en as T };
}

/** The words in the reader's language. */
export function useWords<T>(both: Words<T>): T {
  return both[useLanguage()];
}

/** The reader's choice, or else Chinese: what is shown is in Chinese by law. */
export function keptLanguage(): Language {
  return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
}

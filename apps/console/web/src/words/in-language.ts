import type { Language } from './language';

const CHINESE_THEN_ENGLISH =
  /^(.*?[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\d）])\s+([A-Za-z(“][^\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]*)$/su;

/** What the services write is “中文 English”: the part in the reader's language, or all of it where it cannot be told apart. */
export function inLanguage(text: string, language: Language): string {
  const parts = CHINESE_THEN_ENGLISH.exec(text);
  return parts === null ? text : ((language === 'zh' ? parts[1] : parts[2]) ?? text);
}

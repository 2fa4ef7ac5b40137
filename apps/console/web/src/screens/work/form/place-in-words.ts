import type { Language } from '../../../words/language';
import { atRow, fieldsOf, type Made } from '../draft/to-command';
import type { Form } from '../forms/form';
import { WORK_WORDS } from '../words';

/** What a field of the command is called on the page: `from[0].economic` is 调出 第 1 行 经济科目. */
export function placeInWords(form: Form, made: Made, field: string, language: Language): string {
  const [, name = '', index, further] = /^([^[\]]+?)(?:\[(\d+)\](?:\.(.+))?)?$/.exec(atRow(field, made.rows)) ?? [];
  const list = form.lists.find((each) => each.name === name);
  const words = WORK_WORDS[language];
  if (list === undefined) {
    if (name === 'fiscalYear') return words.fiscalYear;
    return fieldsOf(form).find((each) => each.name === name)?.label[language] ?? field;
  }
  const column = list.fields.find((each) => each.name === further)?.label[language];
  return [list.title[language], index === undefined ? undefined : words.row(Number(index) + 1), column]
    .filter((part) => part !== undefined)
    .join(' ');
}

import { useLanguage, useWords } from '../../../words/language';
import type { Typed } from '../draft/draft';
import type { Field } from '../forms/form';
import { WORK_WORDS } from '../words';
import { FieldInput, understood } from './field-input';

/** What is wrong, by the field: those found on the page, and those that the ledger told. */
export type Faults = ReadonlyMap<string, string>;

interface FieldsProps {
  fields: readonly Field[];
  values: Typed;
  faults: Faults;
  change: (name: string, value: string) => void;
}

/** The single fields of a form, each with its label above it and its mistake below. */
export function Fields({ fields, values, faults, change }: FieldsProps) {
  return (
    <div class="fields">
      {fields
        .filter(({ when }) => when?.(values) !== false)
        .map((field) => (
          <OneField
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            fault={faults.get(field.name)}
            change={(value) => change(field.name, value)}
          />
        ))}
    </div>
  );
}

interface OneFieldProps {
  field: Field;
  value: string;
  fault: string | undefined;
  change: (value: string) => void;
}

const CLASSES: Partial<Record<Field['kind'], string>> = { paragraph: 'field wide', flag: 'field flag' };

function OneField({ field, value, fault, change }: OneFieldProps) {
  const language = useLanguage();
  const own = useWords(WORK_WORDS);
  const id = `field-${field.name}`;
  const more = understood(field, value);
  const help = field.help?.[language];
  const says = [fault !== undefined && `${id}-fault`, (more ?? help) !== undefined && `${id}-more`].filter(Boolean);
  return (
    <div class={CLASSES[field.kind] ?? 'field'}>
      <label for={id}>
        {field.label[language]}
        {field.isNeeded === true && <b aria-hidden="true"> *</b>}
      </label>
      <FieldInput
        field={field}
        id={id}
        value={value}
        isWrong={fault !== undefined}
        describedBy={says.length === 0 ? undefined : says.join(' ')}
        change={change}
      />
      {fault !== undefined && (
        <span class="wrong" id={`${id}-fault`}>
          {fault}
        </span>
      )}
      {(more ?? help) !== undefined && (
        <span class="under muted" id={`${id}-more`}>
          {more === undefined ? help : own.understood(more)}
        </span>
      )}
    </div>
  );
}

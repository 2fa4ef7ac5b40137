import { asYuan } from '../../../parts/money';
import { useLanguage, useWords } from '../../../words/language';
import { readAmount } from '../draft/amount';
import type { Field } from '../forms/form';
import { WORK_WORDS } from '../words';
import { type Books, useBooks } from './books';
import { nameOfCode, useCodes } from './codes';

export interface InputProps {
  field: Field;
  id: string;
  value: string;
  /** What the field is called for who hears the page, where no label stands beside it. */
  label?: string;
  isWrong: boolean;
  /** The elements that say more of it: its mistake, its availability. */
  describedBy: string | undefined;
  change: (value: string) => void;
  onPaste?: (event: ClipboardEvent) => void;
}

/** One field, typed or chosen as its kind asks for. */
export function FieldInput(props: InputProps) {
  const { field, id, value, label, isWrong, describedBy, change, onPaste } = props;
  const common = {
    id,
    name: field.name,
    'aria-label': label,
    'aria-invalid': isWrong ? ('true' as const) : undefined,
    'aria-describedby': describedBy,
    value,
    onPaste,
  };
  const typed = (event: { currentTarget: { value: string } }): void => change(event.currentTarget.value);
  const options = useOptions(field);
  if (field.kind === 'flag')
    return (
      <input
        {...common}
        type="checkbox"
        value="true"
        checked={value === 'true'}
        onChange={(event) => change(event.currentTarget.checked ? 'true' : '')}
      />
    );
  if (options !== undefined) return <Select {...props} options={options} />;
  if (field.kind === 'function' || field.kind === 'economic') return <CodeInput {...props} />;
  if (field.kind === 'paragraph') return <textarea {...common} rows={2} onInput={typed} />;
  if (field.kind === 'date') return <input {...common} type="date" onInput={typed} />;
  const isFigure = field.kind === 'amount' || field.kind === 'stated';
  return (
    <input
      {...common}
      type="text"
      autocomplete="off"
      inputMode={isFigure ? 'decimal' : ['whole', 'year', 'department'].includes(field.kind) ? 'numeric' : 'text'}
      class={isFigure ? 'figure' : undefined}
      list={field.kind === 'project' ? 'projects' : undefined}
      onInput={typed}
    />
  );
}

interface Options {
  value: string;
  label: string;
}

function Select({
  field,
  id,
  value,
  label,
  isWrong,
  describedBy,
  change,
  options,
  onPaste,
}: InputProps & { options: Options[] }) {
  const own = useWords(WORK_WORDS);
  const isListed = value === '' || options.some((each) => each.value === value);
  return (
    <select
      id={id}
      name={field.name}
      aria-label={label}
      aria-invalid={isWrong ? 'true' : undefined}
      aria-describedby={describedBy}
      value={value}
      onPaste={onPaste}
      onChange={(event) => change(event.currentTarget.value)}
    >
      <option value="">{field.isNeeded === true ? own.chooseOne : own.none}</option>
      {!isListed && <option value={value}>{value}</option>}
      {options.map((each) => (
        <option key={each.value} value={each.value}>
          {each.label}
        </option>
      ))}
    </select>
  );
}

/** What a field is chosen from, or undefined where it is typed. Units that cannot be read are typed. */
function useOptions(field: Field): Options[] | undefined {
  const language = useLanguage();
  const own = useWords(WORK_WORDS);
  const books = useBooks();
  const { kind } = field;
  if (kind === 'choice') return field.options?.map(({ value, label }) => ({ value, label: label[language] }));
  if (kind === 'pool') return [poolOf(books, own.pool)];
  const none = kind === 'freeze' ? books.freezes.length === 0 : books.units.length === 0;
  if (none) return undefined;
  if (kind === 'unit') return unitsOf(books);
  if (kind === 'unit-or-pool') return [...unitsOf(books), poolOf(books, own.pool)];
  if (kind !== 'freeze') return undefined;
  return books.freezes.map(({ revision, heldYuan }) => ({
    value: String(revision),
    label: own.freezeOf(revision, asYuan(heldYuan)),
  }));
}

function unitsOf({ units }: Books): Options[] {
  return units.map(({ unit, name }) => ({ value: unit, label: `${unit} ${name}` }));
}

function poolOf({ department }: Books, label: string): Options {
  return { value: department, label: `${department} ${label}` };
}

/** A code of the chart: typed, or found by a part of its name. */
function CodeInput({ field, id, value, label, isWrong, describedBy, change, onPaste }: InputProps) {
  const kind = field.kind as 'function' | 'economic';
  const { division } = useBooks();
  const codes = useCodes(kind, value, division);
  const name = nameOfCode(kind, value);
  return (
    <>
      <input
        id={id}
        name={field.name}
        type="text"
        autocomplete="off"
        class="mono"
        list={`${id}-codes`}
        title={name}
        aria-label={label}
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={describedBy}
        value={value}
        onPaste={onPaste}
        onInput={(event) => change(event.currentTarget.value)}
      />
      <datalist id={`${id}-codes`}>
        {codes.map((each) => (
          <option key={each.code} value={each.code}>
            {each.name}
          </option>
        ))}
      </datalist>
      {name !== undefined && <span class="under muted">{name}</span>}
    </>
  );
}

/** How an amount was understood, where it was typed otherwise than it is written. */
export function understood(field: Field, typed: string): string | undefined {
  if (field.kind !== 'amount' && field.kind !== 'stated') return undefined;
  if (typed.trim() === '') return undefined;
  const read = readAmount(typed, true);
  if (!('yuan' in read) || read.yuan === typed || asYuan(read.yuan) === typed) return undefined;
  return asYuan(read.yuan);
}

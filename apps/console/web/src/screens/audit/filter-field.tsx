interface FilterField {
  label: string;
  value: string;
  isDay?: boolean;
  isAmount?: boolean;
  change: (value: string) => void;
}

/** One condition of a list; it counts when it was typed to its end, so that no half of a word is looked for. */
export function FilterField({ label, value, isDay = false, isAmount = false, change }: FilterField) {
  const field = {
    value,
    onChange: (event: { currentTarget: HTMLInputElement }) => change(event.currentTarget.value),
  };
  return (
    <label class="field">
      <span>{label}</span>
      {isDay ? (
        <input type="date" {...field} />
      ) : (
        <input type="text" {...(isAmount ? { inputMode: 'decimal' } : {})} {...field} />
      )}
    </label>
  );
}

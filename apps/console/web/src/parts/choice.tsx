import { currentAddress, withQuery } from '../address/address';

interface Choice<T extends string> {
  /** What the choice is about, for who hears the page. */
  label: string;
  /** The word of the address's query that holds it; the first option stands without it. */
  name: string;
  options: readonly { value: T; label: string; title?: string }[];
  value: T;
}

/** A few exclusive options side by side. Each is a link, so that it can be opened beside, kept and sent. */
export function Choice<T extends string>({ label, name, options, value }: Choice<T>) {
  const first = options[0]?.value;
  return (
    <nav class="choice" aria-label={label}>
      {options.map((option) => (
        <a
          key={option.value}
          class="plain"
          href={withQuery({ [name]: option.value === first ? undefined : option.value }, currentAddress())}
          aria-current={option.value === value ? 'true' : undefined}
          title={option.title}
        >
          {option.label}
        </a>
      ))}
    </nav>
  );
}
